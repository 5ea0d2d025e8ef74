import { asString, isJsonObject, safeParseJson } from '../protocol/json/safe-parse-json';
import type { Answer } from './answer';
import type { JsonBody, SimulatedCall } from './dialects/dialect';
import { messagesOf, textOf } from './dialects/request-messages';
import type { SimulatedExchange } from './simulated-exchange';

interface OfferedTool {
  readonly name: string;
  readonly parameters: JsonBody;
}

interface ToolResult {
  readonly name: string;
  readonly text: string;
}

/** Arguments that the simulator knows to give for what users ask in the demonstrations. */
const ARGUMENTS: readonly {
  readonly pattern: RegExp;
  readonly values: Readonly<Record<string, string>>;
}[] = [
  { pattern: /Paris/, values: { city: 'Paris' } },
  { pattern: /北京/u, values: { city: '北京', unit: 'celsius' } },
  { pattern: /2 的 10 次方/u, values: { expression: '2 ** 10' } },
];

/**
 * The answer of a model that uses its tools, native or of the prompt: a call of the tool that the
 * request names or else of the first, or words made of the results. `undefined` without tools.
 */
export function toolAnswer({ body }: SimulatedExchange): Answer | undefined {
  const messages = messagesOf(body);
  const native = nativeTools(body);
  const tools = native.length > 0 ? native : promptedTools(messages.map(textOf).join('\n'));
  const tool = tools.find(({ name }) => name === chosenName(body)) ?? tools[0];
  if (tool === undefined) return undefined;
  const question = lastText(messages, 'user');
  const results = native.length > 0 ? nativeResults(messages) : promptedResults(question);
  if (results.length > 0) {
    return { answer: results.map(({ name, text }) => `${name} 的结果：${text}`).join('\n') };
  }
  return { answer: '好的，我来调用工具。', calls: [toCall(tool, question)] };
}

function toCall({ name, parameters }: OfferedTool, question: string): SimulatedCall {
  const known = ARGUMENTS.find(({ pattern }) => pattern.test(question))?.values ?? {};
  const { properties } = parameters;
  const declared = Object.keys(isJsonObject(properties) ? properties : {});
  const given = declared.filter((key) => key in known);
  return { name, arguments: Object.fromEntries(given.map((key) => [key, known[key] ?? ''])) };
}

function nativeTools({ tools }: JsonBody): readonly OfferedTool[] {
  const list = Array.isArray(tools) ? (tools as readonly unknown[]).filter(isJsonObject) : [];
  return list.flatMap((tool) => toTool(tool['function']));
}

function promptedTools(prompt: string): readonly OfferedTool[] {
  const list = /<tools>\n([\s\S]*?)\n<\/tools>/.exec(prompt)?.[1] ?? '';
  return list.split('\n').flatMap((line) => toTool(safeParseJson(line)));
}

function toTool(tool: unknown): readonly OfferedTool[] {
  if (!isJsonObject(tool) || typeof tool['name'] !== 'string') return [];
  const { name, parameters } = tool;
  return [{ name, parameters: isJsonObject(parameters) ? parameters : {} }];
}

function chosenName({ tool_choice: choice }: JsonBody): string | undefined {
  const called = isJsonObject(choice) ? choice['function'] : undefined;
  return isJsonObject(called) ? asString(called['name']) : undefined;
}

/** The results at the end of the conversation, by the names of the calls that they answer. */
function nativeResults(messages: readonly JsonBody[]): readonly ToolResult[] {
  const calls = messages.flatMap(({ tool_calls: made }) =>
    Array.isArray(made) ? (made as readonly unknown[]).filter(isJsonObject) : [],
  );
  const start = messages.findLastIndex(({ role }) => role !== 'tool') + 1;
  return messages.slice(start).map((message) => {
    const call = calls.find(({ id }) => id === message['tool_call_id']);
    const called = call?.['function'];
    const name = isJsonObject(called) ? asString(called['name']) : undefined;
    return { name: name ?? '', text: textOf(message) };
  });
}

function promptedResults(text: string): readonly ToolResult[] {
  const found = text.matchAll(
    /<tool_response name="([^"]+)"[^>]*>\n([\s\S]*?)\n<\/tool_response>/g,
  );
  return [...found].map(([, name = '', result = '']) => ({ name, text: result }));
}

function lastText(messages: readonly JsonBody[], role: string): string {
  const last = messages.findLast((message) => message['role'] === role);
  return last === undefined ? '' : textOf(last);
}
