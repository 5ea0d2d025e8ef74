import type OpenAI from 'openai';
import { asString, isJsonObject, safeParseJson } from '../protocol/json/safe-parse-json';
import { print, runDemo, startDemo } from './demo-stack';

const MODEL = 'GLM-4.5';

const WEATHER = defineTool('get_weather', '获取指定城市的天气信息', {
  city: { type: 'string', description: '城市名称' },
  unit: { type: 'string', enum: ['celsius', 'fahrenheit'], default: 'celsius' },
});
const CALCULATE = defineTool('calculate', '执行数学计算', {
  expression: { type: 'string', description: '数学表达式' },
});
const DATE = defineTool('get_current_date', '获取当前日期和时间', {});

/** Shows function calling over a model that has none of its own, with the official SDK. */
async function demo(): Promise<void> {
  const stack = await startDemo();
  await showCall(stack.client, '1. A tool call', '北京今天天气怎么样？', { tools: [WEATHER] });
  await showCall(stack.client, '2. A calculation', '帮我计算 2 的 10 次方', { tools: [CALCULATE] });
  await showCall(stack.client, '3. A forced call', '今天是什么日子', {
    tools: [DATE, CALCULATE],
    tool_choice: { type: 'function', function: { name: 'get_current_date' } },
  });
  await showStream(stack.client);
  await showRoundTrip(stack.client);
  await stack.stop();
}

async function showCall(
  client: OpenAI,
  title: string,
  question: string,
  options: Pick<OpenAI.ChatCompletionCreateParams, 'tools' | 'tool_choice'>,
): Promise<void> {
  print(`${title}: ${question}\n`);
  const completion = await client.chat.completions.create({
    model: MODEL,
    messages: [{ role: 'user', content: question }],
    ...options,
  });
  const [choice] = completion.choices;
  print(`  finish_reason: ${choice?.finish_reason ?? ''}\n`);
  for (const call of functionCalls(choice?.message)) {
    print(`  ${call.id}: ${call.function.name}(${call.function.arguments})\n`);
  }
  print('\n');
}

async function showStream(client: OpenAI): Promise<void> {
  const question = '帮我计算 2 的 10 次方';
  print(`4. A call as it is written: ${question}\n`);
  const stream = await client.chat.completions.create({
    model: MODEL,
    messages: [{ role: 'user', content: question }],
    tools: [CALCULATE],
    stream: true,
  });
  for await (const { choices } of stream) {
    const [choice] = choices;
    if (choice?.delta.content) print(`  text       ${JSON.stringify(choice.delta.content)}\n`);
    for (const call of choice?.delta.tool_calls ?? []) {
      if (call.id !== undefined) print(`  call       ${call.function?.name ?? ''} ${call.id}\n`);
      if (call.function?.arguments) {
        print(`  arguments  ${JSON.stringify(call.function.arguments)}\n`);
      }
    }
    if (choice?.finish_reason) print(`  finish     ${choice.finish_reason}\n\n`);
  }
}

async function showRoundTrip(client: OpenAI): Promise<void> {
  const question = '北京今天天气怎么样？';
  print(`5. A call, its result, the answer: ${question}\n`);
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: question }];
  const first = await client.chat.completions.create({ model: MODEL, messages, tools: [WEATHER] });
  const message = first.choices[0]?.message;
  if (message === undefined) throw new Error('The first answer has no message.');
  messages.push(message);
  for (const call of functionCalls(message)) {
    const result = weatherReport(call.function.arguments);
    print(`  ${call.function.name}(${call.function.arguments}) = ${result}\n`);
    messages.push({ role: 'tool', tool_call_id: call.id, content: result });
  }
  const second = await client.chat.completions.create({ model: MODEL, messages, tools: [WEATHER] });
  print(`  [answer] ${second.choices[0]?.message.content ?? ''}\n`);
}

/** What the application would look up; here it only reads the city back. */
function weatherReport(json: string): string {
  const given = safeParseJson(json);
  const city = isJsonObject(given) ? asString(given['city']) : undefined;
  return `${city ?? '未知城市'}：晴，28 摄氏度`;
}

function functionCalls(
  message: OpenAI.ChatCompletionMessage | undefined,
): readonly OpenAI.ChatCompletionMessageFunctionToolCall[] {
  return (message?.tool_calls ?? []).filter((call) => call.type === 'function');
}

function defineTool(
  name: string,
  description: string,
  properties: object,
): OpenAI.ChatCompletionTool {
  const required = Object.keys(properties).slice(0, 1);
  const parameters = { type: 'object', properties, required };
  return { type: 'function', function: { name, description, parameters } };
}

runDemo(demo);
