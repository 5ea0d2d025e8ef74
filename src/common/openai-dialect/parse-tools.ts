import { invalidRequest } from '../../protocol/gateway-error';
import { asString, isJsonObject } from '../../protocol/json/safe-parse-json';
import type { GenerationRequest } from '../../protocol/generation-request';
import type { ToolChoice, ToolDefinition } from '../../protocol/tool-definition';
import { checkToolList, TOOL_NAME } from '../definitions/check-tool-list';
import type { ToolParametersDto } from './tool.dto';

/** Where OpenAI's dialect puts what it says of one function. */
export interface FunctionForm {
  /** The definition, or the choice, within its object. */
  readonly within: (owner: Readonly<Record<string, unknown>>) => unknown;
  /** The path of the same, from that of its object. */
  readonly path: (owner: string) => string;
}

/** `{type, function: {name, …}}`, as in chat completions. */
export const NESTED: FunctionForm = {
  within: (owner) => owner['function'],
  path: (owner) => `${owner}.function`,
};

/** `{type, name, …}`, as in responses. */
export const FLAT: FunctionForm = { within: (owner) => owner, path: (owner) => owner };

const MAX_TOOLS = 128;

/**
 * Maps `tools`; those of other types than functions are left out. Throws a `GatewayError` that names
 * the definition at fault.
 */
export function parseTools(value: unknown, form = NESTED): readonly ToolDefinition[] {
  if (value === undefined || value === null) return [];
  const tools = checkToolList(value, MAX_TOOLS).flatMap((tool, index) => {
    const path = `tools[${String(index)}]`;
    if (!isJsonObject(tool)) throw invalidRequest('A tool must be an object.', path);
    return tool['type'] === 'function' ? [parseTool(form.within(tool), form.path(path))] : [];
  });
  refuseRepeatedNames(tools);
  return tools;
}

/** What a request says of tools, in canonical terms. */
export type ToolParameters = Pick<
  GenerationRequest,
  'tools' | 'toolChoice' | 'allowsParallelCalls'
>;

/**
 * Maps the parameters of a request that tell of tools; with `isSupported` false it has none. Throws a
 * `GatewayError` that names the field at fault.
 */
export function parseToolParameters(body: ToolParametersDto, isSupported: boolean): ToolParameters {
  const allowsParallelCalls = body.parallel_tool_calls ?? true;
  if (!isSupported) return { tools: [], toolChoice: { type: 'none' }, allowsParallelCalls };
  const tools = parseTools(body.tools);
  return { tools, toolChoice: parseToolChoice(body.tool_choice, tools), allowsParallelCalls };
}

/** Maps `tool_choice`. Throws a `GatewayError` when it asks for what the tools cannot give. */
export function parseToolChoice(
  value: unknown,
  tools: readonly ToolDefinition[],
  form = NESTED,
): ToolChoice {
  if (value === undefined || value === null) return { type: 'auto' };
  if (value === 'none' || value === 'auto') return { type: value };
  if (value === 'required') {
    if (tools.length === 0) throw invalidRequest('There are no tools to call.', 'tool_choice');
    return { type: 'required' };
  }
  const chosen = isJsonObject(value) ? form.within(value) : undefined;
  const name = isJsonObject(chosen) ? asString(chosen['name']) : undefined;
  if (name === undefined) {
    throw invalidRequest(
      'tool_choice must be none, auto, required or an object that names a function.',
      'tool_choice',
    );
  }
  if (!tools.some((tool) => tool.name === name)) {
    throw invalidRequest(
      'tool_choice names a function that is not among the tools.',
      'tool_choice',
    );
  }
  return { type: 'function', name };
}

function parseTool(definition: unknown, path: string): ToolDefinition {
  if (!isJsonObject(definition)) throw invalidRequest('A function must be an object.', path);
  const name = asString(definition['name']);
  if (name === undefined || !TOOL_NAME.test(name)) {
    throw invalidRequest(
      'A function name must have 1 to 128 letters, digits, dashes, underscores, dots or colons.',
      `${path}.name`,
    );
  }
  const parameters = definition['parameters'] ?? { type: 'object', properties: {} };
  if (!isJsonObject(parameters)) {
    throw invalidRequest('The parameters must be a JSON Schema object.', `${path}.parameters`);
  }
  return {
    name,
    description: asString(definition['description']),
    parameters,
    strict: definition['strict'] === true,
  };
}

function refuseRepeatedNames(tools: readonly ToolDefinition[]): void {
  const names = tools.map((tool) => tool.name);
  const repeated = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (repeated < 0) return;
  throw invalidRequest(`The function '${names[repeated] ?? ''}' is defined twice.`, 'tools');
}
