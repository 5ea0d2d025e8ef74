import { isJsonObject, safeParseJson } from '../protocol/json/safe-parse-json';
import type { SimulatedExchange } from './simulated-exchange';

interface OfferedTool {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
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
 * The text of a model that uses the tools of its prompt: a call of the tool that the question is
 * about, or an answer made of the results. `undefined` when the prompt offers no tools.
 */
export function toolAnswer(exchange: SimulatedExchange): string | undefined {
  const messages = readMessages(exchange);
  const tools = offeredTools(messages.map(({ content }) => content).join('\n'));
  if (tools.length === 0) return undefined;
  const last = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const results = [
    ...last.matchAll(/<tool_response name="([^"]+)"[^>]*>\n([\s\S]*?)\n<\/tool_response>/g),
  ];
  if (results.length > 0) {
    return results.map(([, name = '', result = '']) => `${name} 的结果：${result}`).join('\n');
  }
  const [tool] = tools;
  return tool === undefined ? undefined : `好的，我来调用工具。\n${renderCall(tool, last)}`;
}

function renderCall({ name, parameters }: OfferedTool, question: string): string {
  const known = ARGUMENTS.find(({ pattern }) => pattern.test(question))?.values ?? {};
  const { properties } = parameters;
  const given = Object.keys(isJsonObject(properties) ? properties : {}).filter(
    (key) => key in known,
  );
  const lines = given.map(
    (key) => `<arg_key>${key}</arg_key>\n<arg_value>${known[key] ?? ''}</arg_value>\n`,
  );
  return `<tool_call>${name}\n${lines.join('')}</tool_call>`;
}

function offeredTools(prompt: string): readonly OfferedTool[] {
  const list = /<tools>\n([\s\S]*?)\n<\/tools>/.exec(prompt)?.[1] ?? '';
  return list.split('\n').flatMap((line) => {
    const tool = safeParseJson(line);
    if (!isJsonObject(tool) || typeof tool['name'] !== 'string') return [];
    const { name, parameters } = tool;
    return [{ name, parameters: isJsonObject(parameters) ? parameters : {} }];
  });
}

function readMessages({ body }: SimulatedExchange): readonly { role: string; content: string }[] {
  const messages = Array.isArray(body['messages']) ? (body['messages'] as readonly unknown[]) : [];
  return messages.flatMap((message) => {
    if (!isJsonObject(message)) return [];
    const { role, content } = message;
    return typeof role === 'string' && typeof content === 'string' ? [{ role, content }] : [];
  });
}
