import {
  FLAT,
  parseToolChoice,
  type ToolParameters,
  parseTools,
} from '../../common/openai-dialect/parse-tools';
import { invalidRequest } from '../../protocol/gateway-error';
import { asString, isJsonObject } from '../../protocol/json/safe-parse-json';
import type { ToolChoice, ToolDefinition } from '../../protocol/tool-definition';
import type { CreateResponseDto } from '../dto/create-response.dto';

/**
 * Maps what a request says of tools; with `isSupported` false it has none. Throws a `GatewayError` that
 * names the field at fault.
 */
export function parseToolOptions(
  { tools: given, tool_choice: choice, parallel_tool_calls: parallel }: CreateResponseDto,
  isSupported: boolean,
): ToolParameters {
  const allowsParallelCalls = parallel ?? true;
  if (!isSupported) return { tools: [], toolChoice: { type: 'none' }, allowsParallelCalls };
  const tools = parseTools(given, FLAT);
  return { ...parseChoice(choice, tools), allowsParallelCalls };
}

interface Choice {
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice;
}

function parseChoice(value: unknown, tools: readonly ToolDefinition[]): Choice {
  const type = isJsonObject(value) ? value['type'] : undefined;
  if (type === undefined || type === 'function') {
    return { tools, toolChoice: parseToolChoice(value, tools, FLAT) };
  }
  if (isJsonObject(value) && type === 'allowed_tools') return parseAllowed(value, tools);
  throw invalidRequest(
    `A tool_choice of type '${(asString(type) ?? '').slice(0, 40)}' is not supported.`,
    'tool_choice',
    'unsupported_parameter',
  );
}

/** Only some of the tools: the model is told of no other. */
function parseAllowed(
  value: Readonly<Record<string, unknown>>,
  tools: readonly ToolDefinition[],
): Choice {
  const { mode, tools: given } = value;
  if (mode !== 'auto' && mode !== 'required') {
    throw invalidRequest('The mode must be auto or required.', 'tool_choice.mode');
  }
  if (!Array.isArray(given)) throw invalidRequest('tools must be an array.', 'tool_choice.tools');
  const names = new Set(
    given.map((tool: unknown) => (isJsonObject(tool) ? tool['name'] : undefined)),
  );
  const allowed = tools.filter(({ name }) => names.has(name));
  return { tools: allowed, toolChoice: parseToolChoice(mode, allowed, FLAT) };
}
