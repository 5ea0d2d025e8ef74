/** Parameters that the gateway honours, or answers with an error. */
const HONOURED: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'stream',
  'stream_options',
  'temperature',
  'top_p',
  'max_tokens',
  'max_completion_tokens',
  'stop',
  'thinking',
  'reasoning_effort',
  'enable_thinking',
  'n',
  'logprobs',
  'top_logprobs',
  'audio',
  'modalities',
  'response_format',
  'chat_template_kwargs',
]);

const HONOURED_WITH_TOOLS: ReadonlySet<string> = new Set([
  ...HONOURED,
  'tools',
  'tool_choice',
  'parallel_tool_calls',
]);

/** Names of the parameters that have an effect, or are answered with an error. */
export function honouredParameters(supportsTools: boolean): ReadonlySet<string> {
  return supportsTools ? HONOURED_WITH_TOOLS : HONOURED;
}
