import { IsIn, IsOptional, IsString, IsUrl, Matches } from 'class-validator';
import { Describe } from '../describe-variable';
import {
  DIALECTS,
  PROTOCOLS,
  type UpstreamDialect,
  type UpstreamProtocol,
} from '../upstreams/upstream-definition';
import { MAX_MILLISECONDS, IsList, IsSwitch, IsWhole } from '../variable-constraints';

/** Where answers come from. */
export class UpstreamVariables {
  @Describe(
    {
      en: 'Address of the upstream: the chat URL of the web protocol, or the base or chat URL of an OpenAI-style API.',
      zh: '上游地址：网页协议的聊天接口地址，或 OpenAI 风格接口的基地址或聊天地址。',
    },
    {
      default: {
        en: '`https://api.z.ai/api/paas/v4` with an `UPSTREAM_API_KEY`, else `https://chat.z.ai/api/chat/completions`',
        zh: '设置了 `UPSTREAM_API_KEY` 时为 `https://api.z.ai/api/paas/v4`，否则为 `https://chat.z.ai/api/chat/completions`',
      },
    },
  )
  @IsOptional()
  @IsUrl({
    require_tld: false,
    require_protocol: true,
    protocols: ['http', 'https'],
    disallow_auth: true,
  })
  API_ENDPOINT?: string;

  @Describe({
    en: 'Protocol of the upstream: `web`, `openai`, or `auto`, which reads the address.',
    zh: '上游协议：`web`、`openai`，或由地址判断的 `auto`。',
  })
  @IsIn(['auto', ...PROTOCOLS])
  UPSTREAM_PROTOCOL: 'auto' | UpstreamProtocol = 'auto';

  @Describe({
    en: 'Who answers in OpenAI’s protocol: `zai`, `vllm`, `sglang`, `generic`, or `auto`: `zai` at Z.ai’s addresses, else `vllm`.',
    zh: '以 OpenAI 协议应答的是谁：`zai`、`vllm`、`sglang`、`generic`，或 `auto`：Z.ai 的地址为 `zai`，其余为 `vllm`。',
  })
  @IsIn(['auto', ...DIALECTS])
  UPSTREAM_DIALECT: 'auto' | UpstreamDialect = 'auto';

  @Describe(
    {
      en: 'Key of the OpenAI-style upstream; several, comma-separated, share the load.',
      zh: 'OpenAI 风格上游的密钥；可用逗号分隔多个，由它们分担请求。',
    },
    { isSecret: true },
  )
  @IsList()
  @Matches(/^[\x21-\x7e]+$/, {
    each: true,
    message: 'UPSTREAM_API_KEY must hold keys of printable ASCII characters without blanks',
  })
  UPSTREAM_API_KEY: string[] = [];

  @Describe({
    en: 'Requests that one upstream key may have at a time; 0: as many as the upstream takes.',
    zh: '每个上游密钥同时进行的请求数；0 表示以上游接受的为限。',
  })
  @IsWhole(0, 10_000)
  UPSTREAM_KEY_CONCURRENCY = 0;

  @Describe({
    en: 'Longest wait of a request for a free upstream key, in milliseconds.',
    zh: '请求等待空闲上游密钥的最长时间，单位毫秒。',
  })
  @IsWhole(0, MAX_MILLISECONDS)
  UPSTREAM_QUEUE_TIMEOUT_MS = 10_000;

  @Describe({
    en: 'JSON file with several upstreams in the order of preference; see "Upstreams". Replaces the variables of the one upstream.',
    zh: '按优先次序列出多个上游的 JSON 文件，见“上游”一节；它取代单个上游的各变量。',
  })
  @IsOptional()
  @IsString()
  UPSTREAMS_FILE?: string;

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
}
