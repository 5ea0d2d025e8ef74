import { checkToolList, TOOL_NAME } from '../../common/definitions/check-tool-list';
import { invalidRequest } from '../../protocol/gateway-error';
import type { GenerationRequest } from '../../protocol/generation-request';
import { asString, isJsonObject } from '../../protocol/json/safe-parse-json';
import type { ToolChoice, ToolDefinition } from '../../protocol/tool-definition';
import type { JsonObject } from './content-block';

/** Agents with many servers of tools send hundreds; what they cost is bounded by their length. */
const MAX_TOOLS = 1024;

/** What a request says of tools, in canonical terms. */
type ToolParameters = Pick<GenerationRequest, 'tools' | 'toolChoice' | 'allowsParallelCalls'>;

/**
 * Maps `tools` and `tool_choice`; tools that Anthropic's servers bring along are left out, and their
 * paths added to `ignored`. Throws a `GatewayError` that names the field at fault.
 */
export function parseMessageTools(
  tools: unknown,
  choice: unknown,
  ignored: string[],
): ToolParameters {
  const definitions = parseTools(tools, ignored);
  const given = choice ?? { type: 'auto' };
  if (!isJsonObject(given)) throw invalidRequest('tool_choice must be an object.', 'tool_choice');
  return {
    tools: definitions,
    toolChoice: parseToolChoice(given, definitions),
    allowsParallelCalls: given['disable_parallel_tool_use'] !== true,
  };
}

function parseTools(value: unknown, ignored: string[]): readonly ToolDefinition[] {
  if (value === undefined) return [];
  const names = new Set<string>();
  return checkToolList(value, MAX_TOOLS).flatMap((tool, index) => {
    const path = `tools[${String(index)}]`;
    if (!isJsonObject(tool)) throw invalidRequest('A tool must be an object.', path);
    if ((tool['type'] ?? 'custom') !== 'custom') {
      ignored.push(path);
      return [];
    }
    const definition = parseTool(tool, path);
    if (names.has(definition.name)) {
      throw invalidRequest(`The tool '${definition.name}' is defined twice.`, `${path}.name`);
    }
    names.add(definition.name);
    return [definition];
  });
}

function parseTool(tool: JsonObject, path: string): ToolDefinition {
  const name = asString(tool['name']);
  if (name === undefined || !TOOL_NAME.test(name)) {
    throw invalidRequest(
      'A tool name must have 1 to 128 letters, digits, dashes, underscores, dots or colons.',
      `${path}.name`,
    );
  }
  const parameters = tool['input_schema'];
  if (!isJsonObject(parameters)) {
    throw invalidRequest('input_schema must be a JSON Schema object.', `${path}.input_schema`);
  }
  return {
    name,
    description: asString(tool['description']),
    parameters,
    strict: tool['strict'] === true,
  };
}

function parseToolChoice(choice: JsonObject, tools: readonly ToolDefinition[]): ToolChoice {
  const { type, name } = choice;
  switch (type) {
    case 'auto':
    case 'none':
      return { type };
    case 'any':
      if (tools.length > 0) return { type: 'required' };
      throw invalidRequest('There are no tools to call.', 'tool_choice');
    case 'tool':
      if (typeof name === 'string' && tools.some((tool) => tool.name === name)) {
        return { type: 'function', name };
      }
      throw invalidRequest(
        'tool_choice names a tool that is not among the tools.',
        'tool_choice.name',
      );
    default:
      throw invalidRequest('The type must be auto, any, tool or none.', 'tool_choice.type');
  }
}
