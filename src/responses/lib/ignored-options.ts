import { ignoredTools } from '../../answer/lib/other-parameters';
import type { CreateResponseDto } from '../dto/create-response.dto';

/** Reasoning that clients can keep. */
export const ENCRYPTED_REASONING = 'reasoning.encrypted_content';

/** Parameters that the gateway honours, answers with an error, or that change no answer anywhere. */
export const HONOURED: ReadonlySet<string> = new Set([
  ...['model', 'input', 'instructions', 'previous_response_id', 'store', 'stream', 'include'],
  ...['text', 'reasoning', 'max_output_tokens', 'temperature', 'top_p', 'metadata'],
  ...['background', 'conversation', 'prompt', 'top_logprobs'],
  ...['stream_options', 'client_metadata', 'safety_identifier'],
  ...['prompt_cache_key', 'prompt_cache_retention', 'prompt_cache_options'],
  // Named only with a value that asks for something: below.
  ...['truncation', 'service_tier'],
]);

export const HONOURED_WITH_TOOLS: ReadonlySet<string> = new Set([
  ...HONOURED,
  ...['tools', 'tool_choice', 'parallel_tool_calls'],
]);

/** Paths of options within parameters that have no effect, and of values that have none. */
export function ignoredOptions(request: CreateResponseDto, supportsTools: boolean): string[] {
  const body = request as unknown as Readonly<Record<string, unknown>>;
  const asks = (name: string, ...neutral: readonly unknown[]): string[] =>
    [undefined, ...neutral].includes(body[name]) ? [] : [name];
  return [
    ...(supportsTools ? ignoredTools(request) : []),
    ...(request.include ?? []).flatMap((value, index) =>
      value === ENCRYPTED_REASONING ? [] : [`include[${String(index)}]`],
    ),
    ...fieldsBeyond('text', request.text, ['format']),
    ...fieldsBeyond('reasoning', request.reasoning, ['effort', 'summary', 'generate_summary']),
    ...asks('truncation', 'disabled'),
    ...asks('service_tier', 'auto', 'default'),
  ];
}

function fieldsBeyond(name: string, value: object = {}, known: readonly string[]): string[] {
  return Object.entries(value).flatMap(([field, given]) =>
    known.includes(field) || given === null ? [] : [`${name}.${field}`],
  );
}
