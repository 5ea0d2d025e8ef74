import { plainToInstance } from 'class-transformer';
import { IsIn, IsNotEmpty, IsOptional, IsString, IsUrl, Matches } from 'class-validator';
import type { CallFormat } from '../protocol/call-format';
import type { ThinkingField, ThinkingMode } from '../protocol/generation-request';
import { Describe } from './describe-variable';
import { IsList, IsPort, IsSwitch, IsWhole } from './variable-constraints';

const MAX_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Every setting of the gateway, read from the environment and `.env`. */
export class EnvironmentVariables {
  @Describe({
    en: '`production` makes `AUTH_TOKEN` mandatory and turns debug logging off by default.',
    zh: '`production` 时必须设置 `AUTH_TOKEN`，并默认关闭调试日志。',
  })
  @IsString()
  NODE_ENV = 'development';

  @Describe({ en: 'Chat URL of the upstream.', zh: '上游的聊天接口地址。' })
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  API_ENDPOINT = 'https://chat.z.ai/api/chat/completions';

  @Describe(
    {
      en: 'Key that clients must present; several, comma-separated, for rotation. Without it a random key is made at start and printed once, except in production, where it is required.',
      zh: '客户端必须出示的密钥；可用逗号分隔多个，便于轮换。未设置时启动时随机生成一个并只打印一次；生产环境下必须设置。',
    },
    { isSecret: true },
  )
  @IsList()
  @Matches(/^[\x21-\x7e]+$/, {
    each: true,
    message: 'AUTH_TOKEN must hold keys of printable ASCII characters without blanks',
  })
  AUTH_TOKEN: string[] = [];

  @Describe(
    {
      en: 'Upstream token, used when anonymous mode is off or fails.',
      zh: '上游令牌，在匿名模式关闭或失败时使用。',
    },
    { isSecret: true },
  )
  @Matches(/^[\x21-\x7e]*$/, {
    message: 'BACKUP_TOKEN must consist of printable ASCII characters without blanks',
  })
  BACKUP_TOKEN = '';

  @Describe({ en: 'Public name of the default model.', zh: '默认模型的公开名称。' })
  @IsNotEmpty()
  PRIMARY_MODEL = 'GLM-4.5';

  @Describe({
    en: 'Public name of the model that thinks unless told otherwise.',
    zh: '默认开启思考的模型的公开名称。',
  })
  @IsNotEmpty()
  THINKING_MODEL = 'GLM-4.5-Thinking';

  @Describe({
    en: 'Public name of the model that searches the web.',
    zh: '联网搜索的模型的公开名称。',
  })
  @IsNotEmpty()
  SEARCH_MODEL = 'GLM-4.5-Search';

  @Describe({
    en: 'JSON file with more models; see "Models".',
    zh: '列出更多模型的 JSON 文件，见“模型”一节。',
  })
  @IsOptional()
  @IsString()
  MODELS_FILE?: string;

  @Describe({ en: 'Address to listen on.', zh: '监听地址。' })
  @IsNotEmpty()
  LISTEN_HOST = '0.0.0.0';

  @Describe({
    en: 'Port to listen on; 0 takes any free one.',
    zh: '监听端口；0 表示任取一个空闲端口。',
  })
  @IsPort()
  LISTEN_PORT = 8080;

  @Describe(
    {
      en: 'One JSON log line per request and per end of response.',
      zh: '每个请求开始和每个响应结束时各记一行 JSON 日志。',
    },
    { default: { en: '`true`, but `false` in production', zh: '`true`，生产环境下为 `false`' } },
  )
  @IsOptional()
  @IsSwitch()
  DEBUG_LOGGING?: boolean;

  @Describe({
    en: 'Where reasoning goes: `think` keeps it, `strip` drops it, `raw` shows the upstream’s document.',
    zh: '思考内容的去向：`think` 保留，`strip` 丢弃，`raw` 原样给出上游的文档。',
  })
  @IsIn(['think', 'strip', 'raw'])
  THINKING_PROCESSING: ThinkingMode = 'think';

  @Describe({
    en: 'Where `think` puts it: `reasoning_content`, or `content` as `<thinking>…</thinking>`.',
    zh: '`think` 模式把思考内容放在哪里：`reasoning_content` 字段，或以 `<thinking>…</thinking>` 写入 `content`。',
  })
  @IsIn(['reasoning_content', 'content'])
  THINKING_FIELD: ThinkingField = 'reasoning_content';

  @Describe({
    en: 'Fetch a guest token for each request, so that requests share no conversation.',
    zh: '每个请求取一个访客令牌，使请求之间不共享会话。',
  })
  @IsSwitch()
  ANONYMOUS_MODE = true;

  @Describe({
    en: 'Seconds for which a guest token is reused; 0 fetches one per request.',
    zh: '访客令牌的复用秒数；0 表示每个请求都重新获取。',
  })
  @IsWhole(0, 86_400)
  ANONYMOUS_TOKEN_TTL_S = 0;

  @Describe({
    en: 'Function calling; when off, tools are ignored.',
    zh: '函数调用；关闭后忽略工具。',
  })
  @IsSwitch()
  TOOL_SUPPORT = true;

  @Describe({
    en: 'How a model without native tools is to write calls: `glm` (GLM’s own tags) or `json` (a fenced object).',
    zh: '没有原生工具的模型如何书写调用：`glm`（GLM 自己的标签）或 `json`（围栏中的 JSON 对象）。',
  })
  @IsIn(['glm', 'json'])
  TOOL_PROMPT_FORMAT: CallFormat = 'glm';

  @Describe({
    en: 'Longest time to connect to the upstream, in milliseconds.',
    zh: '连接上游的最长时间，单位毫秒。',
  })
  @IsWhole(1, MAX_MILLISECONDS)
  UPSTREAM_CONNECT_TIMEOUT_MS = 10_000;

  @Describe({
    en: 'Longest silence of the upstream, before the first byte and between bytes, in milliseconds.',
    zh: '允许上游沉默的最长时间（首字节之前以及字节之间），单位毫秒。',
  })
  @IsWhole(1, MAX_MILLISECONDS)
  UPSTREAM_TIMEOUT_MS = 120_000;

  @Describe({
    en: 'Largest single event that the upstream may send, in KiB.',
    zh: '上游单个事件的最大长度，单位 KiB。',
  })
  @IsWhole(16, 65_536)
  UPSTREAM_EVENT_LIMIT_KB = 4096;

  @Describe({
    en: 'Silence after which a stream gets a keep-alive comment, in milliseconds. Until the first one, an error still sets the HTTP status.',
    zh: '流沉默多久之后发送一条保活注释，单位毫秒。在第一条之前，出错仍能设置 HTTP 状态码。',
  })
  @IsWhole(10, MAX_MILLISECONDS)
  KEEP_ALIVE_INTERVAL_MS = 15_000;

  @Describe({
    en: 'A client that reads nothing for so long is cut off, in milliseconds.',
    zh: '客户端多久不读取数据就断开连接，单位毫秒。',
  })
  @IsWhole(10, MAX_MILLISECONDS)
  STALL_TIMEOUT_MS = 60_000;

  @Describe({
    en: 'Origins that browsers may call from, comma-separated; `*` allows all.',
    zh: '允许浏览器调用的来源，以逗号分隔；`*` 表示全部。',
  })
  @IsList()
  @IsNotEmpty({ each: true })
  CORS_ORIGINS: string[] = ['*'];

  @Describe({ en: 'Largest request body, in MiB.', zh: '请求体的最大长度，单位 MiB。' })
  @IsWhole(1, 512)
  BODY_LIMIT_MB = 16;
}

/** Makes an instance from raw variables; an empty variable counts as absent. */
export function toEnvironmentVariables(
  raw: Readonly<Record<string, string | undefined>>,
): EnvironmentVariables {
  const known = new EnvironmentVariables();
  const names = Object.keys(known).concat('MODELS_FILE', 'DEBUG_LOGGING');
  const present = names.flatMap((name) => {
    const value = raw[name]?.trim();
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return plainToInstance(EnvironmentVariables, Object.fromEntries(present), {
    exposeDefaultValues: true,
  });
}
