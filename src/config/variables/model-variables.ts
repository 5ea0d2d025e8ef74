import { IsIn, IsNotEmpty, IsOptional, IsString } from 'class-validator';
import type { CallFormat } from '../../protocol/call-format';
import type { ThinkingField, ThinkingMode } from '../../protocol/generation-request';
import { Describe } from '../describe-variable';
import { IsList, IsSwitch, IsWhole } from '../variable-constraints';

/** What clients can ask for, and how it is answered. */
export class ModelVariables {
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
    en: 'Other names for models, as comma-separated pairs `name=model`, such as `claude-*haiku*=GLM-4.5-Air,claude-*=GLM-4.6`: `*` stands for any run of characters, and the first that fits wins; see "Models".',
    zh: '模型的别名，写作以逗号分隔的 `名称=模型`，例如 `claude-*haiku*=GLM-4.5-Air,claude-*=GLM-4.6`：`*` 代表任意一串字符，最先匹配者生效；见“模型”一节。',
  })
  @IsList()
  MODEL_ALIASES: string[] = [];

  @Describe({
    en: 'JSON file with more models; see "Models".',
    zh: '列出更多模型的 JSON 文件，见“模型”一节。',
  })
  @IsOptional()
  @IsString()
  MODELS_FILE?: string;

  @Describe({
    en: 'Seconds for which the model list of an OpenAI-style upstream is kept; 0 asks for none and serves the built-in list.',
    zh: 'OpenAI 风格上游的模型列表的缓存秒数；0 表示不查询，使用内置列表。',
  })
  @IsWhole(0, 86_400)
  UPSTREAM_MODELS_TTL_S = 0;

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
}
