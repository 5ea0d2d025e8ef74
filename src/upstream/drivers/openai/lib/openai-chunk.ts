import { asString, isJsonObject } from '../../../../protocol/json/safe-parse-json';
import { isErrorValue } from './openai-failure';

type JsonObject = Readonly<Record<string, unknown>>;

/** What one chunk of an upstream says, narrowed to what the gateway reads. */
export interface OpenAiChunk {
  readonly reasoning: string;
  readonly text: string;
  readonly toolCalls: unknown;
  readonly finishReason: string | undefined;
  readonly usage: unknown;
  /** Results of Z.ai's own search. */
  readonly webSearch: unknown;
  /** The upstream's error value, wherever the chunk carried it. */
  readonly error: unknown;
}

/** Narrows a parsed event; gives `undefined` for what is no object. Never trusts a field to be there. */
export function narrowOpenAiChunk(json: unknown): OpenAiChunk | undefined {
  if (!isJsonObject(json)) return undefined;
  const choice = findChoice(json['choices']);
  // Servers that do not stream put a message where the delta belongs.
  const delta = [choice['delta'], choice['message']].find(isJsonObject) ?? NOTHING;
  return {
    reasoning: nonEmpty(delta['reasoning_content']) ?? nonEmpty(delta['reasoning']) ?? '',
    text: toText(delta['content']) + toText(delta['refusal'] ?? json['refusal']),
    toolCalls: delta['tool_calls'] ?? toToolCalls(delta['function_call']),
    finishReason: nonEmpty(choice['finish_reason']),
    usage: json['usage'] ?? choice['usage'],
    webSearch: json['web_search'] ?? delta['web_search'],
    error: [json['error'], choice['error']].find(isErrorValue) ?? toError(json),
  };
}

/** The value when it is a string that says something. */
export function nonEmpty(value: unknown): string | undefined {
  return typeof value === 'string' && value.length > 0 ? value : undefined;
}

const NOTHING: JsonObject = {};

/** The first choice; the gateway never asks for more. */
function findChoice(choices: unknown): JsonObject {
  if (!Array.isArray(choices)) return NOTHING;
  const first: unknown = choices.find(
    (choice) => isJsonObject(choice) && [0, null, undefined].includes(choice['index'] as number),
  );
  return isJsonObject(first) ? first : NOTHING;
}

function toText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isJsonObject(part) ? (asString(part['text']) ?? '') : ''))
    .join('');
}

/** The call of the protocol's first version, which had one call at most. */
function toToolCalls(functionCall: unknown): unknown {
  return isJsonObject(functionCall) ? [{ index: 0, function: functionCall }] : undefined;
}

/** vLLM's and SGLang's error object stands for a chunk. */
function toError(json: JsonObject): unknown {
  return json['object'] === 'error' ? json : undefined;
}
