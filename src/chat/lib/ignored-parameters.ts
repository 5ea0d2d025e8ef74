import { isJsonObject } from '../../protocol/json/safe-parse-json';

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
]);

const HONOURED_WITH_TOOLS: ReadonlySet<string> = new Set([
  ...HONOURED,
  'tools',
  'tool_choice',
  'parallel_tool_calls',
]);

/** Values by which a parameter asks for nothing: penalties of zero, an empty bias, no tools. */
function isNeutral(value: unknown): boolean {
  if (value === null || value === undefined || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

const MAX_LISTED = 32;

/**
 * Names of the parameters of a request that have no effect, for the header `x-ignored-parameters`.
 * Only names that a header can carry, and a bounded number of them.
 */
export function ignoredParameters(body: object, supportsTools: boolean): readonly string[] {
  const honoured = supportsTools ? HONOURED_WITH_TOOLS : HONOURED;
  const names = Object.entries(body)
    .filter(([name, value]) => !honoured.has(name) && !isNeutral(value))
    .map(([name]) => name)
    .filter((name) => /^[\w.-]{1,64}$/.test(name));
  return [...names, ...(supportsTools ? ignoredTools(body) : [])].slice(0, MAX_LISTED);
}

/** Paths of the tools of types that the gateway does not know: `tools[2]`. */
function ignoredTools(body: object): readonly string[] {
  const tools: unknown = 'tools' in body ? body.tools : undefined;
  if (!Array.isArray(tools)) return [];
  return tools.flatMap((tool: unknown, index) =>
    isJsonObject(tool) && tool['type'] !== 'function' ? [`tools[${String(index)}]`] : [],
  );
}
