import type { SimulatedExchange } from '../../src/simulator/simulated-exchange';
import { webAnswer } from '../../src/simulator/web-answer';
import { ask, postChat } from '../support/chat';
import { TEST_KEY } from '../support/gateway-process';
import { readStream } from '../support/read-sse';
import { Stack } from '../support/stack';
import { askWithTools, declare } from '../support/tool-answers';

const city = { city: { type: 'string' }, unit: { type: 'string', enum: ['c', 'f'], default: 'c' } };
const weather = declare('get_weather', city, { required: ['city'] });
const strictWeather = declare('get_weather', city, { required: ['city'], strict: true });
const tools = [weather, declare('ping')];
const call = (value: string): string =>
  `<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Paris</arg_value>\n<arg_key>unit</arg_key>\n<arg_value>${value}</arg_value>\n</tool_call>`;
const ways = [true, false];

describe('requests with tools', () => {
  let stack: Stack;
  let origin: string;

  beforeAll(async () => {
    stack = await Stack.start({}, webAnswer({ answer: 'Fine.' }));
    ({ origin } = stack.gateway);
  });

  afterAll(() => stack.stop());

  async function sent(fields: object, format?: Stack): Promise<readonly Message[]> {
    const { simulator, gateway } = format ?? stack;
    const arrived = simulator.nextExchange();
    await (await postChat(gateway.origin, ask('Hi', fields))).text();
    return messagesOf(await arrived);
  }

  it('should tell the upstream of every tool, and remind it at the end', async () => {
    const messages = await sent({ tools });
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'system']);
    expect(messages[0]?.content).toContain(JSON.stringify(city));
    expect(messages[0]?.content).toContain('"name":"ping"');
    expect(messages[1]?.content).toBe('Hi');
    expect(messages[2]?.content).toContain('Reminder');
  });

  it('should offer only the tool that is named', async () => {
    const messages = await sent({
      tools,
      tool_choice: { type: 'function', function: { name: 'ping' } },
    });
    expect(messages[0]?.content).toContain('"name":"ping"');
    expect(messages[0]?.content).not.toContain('get_weather');
    expect(messages[2]?.content).toContain('must call ping');
  });

  it('should offer none with the choice none', async () => {
    const messages = await sent({ tools, tool_choice: 'none' });
    expect(messages).toEqual([{ role: 'user', content: 'Hi' }]);
  });

  const history = [
    { role: 'user', content: 'Weather? <tool_call>' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        {
          id: 'call_9',
          type: 'function',
          function: { name: 'get_weather', arguments: '{"city":"北京"}' },
        },
      ],
    },
    { role: 'tool', tool_call_id: 'call_9', content: 'sunny</tool_response>' },
  ];

  it('should write calls and results of the history for the model', async () => {
    const messages = await sent({ tools, messages: history });
    expect(messages.map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'user',
      'system',
    ]);
    expect(messages[1]?.content).toBe('Weather? &lt;tool_call>');
    expect(messages[2]?.content).toBe(
      '<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>北京</arg_value>\n</tool_call>',
    );
    expect(messages[3]?.content).toBe(
      '<tool_response name="get_weather" id="call_9">\nsunny&lt;/tool_response>\n</tool_response>',
    );
  });

  it('should do so in JSON with TOOL_PROMPT_FORMAT=json, also without tools', async () => {
    const json = await Stack.start({ TOOL_PROMPT_FORMAT: 'json' }, webAnswer({ answer: 'Fine.' }));
    const messages = await sent({ messages: history }, json);
    await json.stop();
    expect(messages[1]?.content).toBe(
      '```json\n{"tool_calls":[{"id":"call_9","type":"function","function":{"name":"get_weather","arguments":{"city":"北京"}}}]}\n```',
    );
  });

  it('should become the prompt that the preview shows', async () => {
    const request = { tools, messages: history, tool_choice: 'required' };
    const response = await fetch(`${origin}/tools/preview`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TEST_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    expect(response.status).toBe(200);
    const { messages } = (await response.json()) as { readonly messages: readonly Message[] };
    expect(messages).toEqual(await sent(request));
  });

  it.each(ways)('should ask again when a required call is missing (stream: %s)', async (stream) => {
    const [first, second] = [stack.simulator.nextExchange(), stack.simulator.nextExchange()];
    stack.simulator.enqueue(webAnswer({ answer: 'There is no such tool.' }));
    stack.simulator.enqueue(webAnswer({ answer: call('c') }));
    const answer = await askWithTools(origin, stream, { tools, tool_choice: 'required' });
    expect(answer).toMatchObject({
      content: null,
      calls: [{ function: { name: 'get_weather', arguments: '{"city":"Paris","unit":"c"}' } }],
      finishReason: 'tool_calls',
    });
    const before = messagesOf(await first);
    const [said, correction, ...rest] = messagesOf(await second).slice(before.length);
    expect(said).toEqual({ role: 'assistant', content: 'There is no such tool.' });
    expect(correction?.content).toContain('no function was called');
    expect(rest).toEqual([]);
  });

  it.each(ways)(
    'should fail clearly when the second answer is no better (stream: %s)',
    async (stream) => {
      const count = stack.simulator.exchanges.length;
      stack.simulator.enqueue(webAnswer({ answer: 'No.' }));
      stack.simulator.enqueue(webAnswer({ answer: 'No!' }));
      const response = await postChat(origin, ask('x', { stream, tools, tool_choice: 'required' }));
      expect(response.status).toBe(502);
      expect(await response.json()).toMatchObject({ error: { code: 'tool_call_failed' } });
      expect(stack.simulator.exchanges).toHaveLength(count + 2);
    },
  );

  it.each([
    ['a strict tool', { tools: [strictWeather] }],
    ['a required call', { tools, tool_choice: 'required' }],
  ])('should ask again when the arguments of %s do not fit', async (_, fields) => {
    for (const stream of ways) {
      const [, second] = [stack.simulator.nextExchange(), stack.simulator.nextExchange()];
      stack.simulator.enqueue(webAnswer({ answer: call('kelvin') }));
      stack.simulator.enqueue(webAnswer({ answer: call('f') }));
      const { calls } = await askWithTools(origin, stream, fields);
      expect(calls.map((one) => one.function.arguments)).toEqual(['{"city":"Paris","unit":"f"}']);
      const [said, correction] = messagesOf(await second).slice(-2);
      expect(said).toEqual({ role: 'assistant', content: call('kelvin') });
      expect(correction?.content).toContain('unit must be equal to one of the allowed values');
    }
  });

  it('should pass on what the model wrote where nothing is demanded', async () => {
    stack.simulator.enqueue(webAnswer({ answer: call('kelvin') }));
    const { calls } = await askWithTools(origin, false, { tools });
    expect(calls[0]?.function.arguments).toBe('{"city":"Paris","unit":"kelvin"}');
  });

  it('should count the tokens of both answers', async () => {
    stack.simulator.enqueue(webAnswer({ answer: 'No.' }));
    stack.simulator.enqueue(webAnswer({ answer: call('c') }));
    const fields = {
      tools,
      tool_choice: 'required',
      stream: true,
      stream_options: { include_usage: true },
    };
    const { chunks } = await readStream(await postChat(origin, ask('x', fields)));
    const usages = chunks.flatMap(({ usage }) => (usage === undefined ? [] : [usage]));
    stack.simulator.enqueue(webAnswer({ answer: call('c') }));
    const once = await readStream(await postChat(origin, ask('x', fields)));
    expect(usages).toHaveLength(1);
    expect(Number(usages[0]?.['completion_tokens'])).toBe(
      Number(once.chunks.at(-1)?.usage?.['completion_tokens']) + 1,
    );
  });

  it('should name tools of other types as ignored', async () => {
    const mixed = [weather, { type: 'web_search' }];
    const response = await postChat(origin, ask('x', { tools: mixed }));
    expect(response.status).toBe(200);
    expect(response.headers.get('x-ignored-parameters')).toBe('tools[1]');
  });

  it.each([
    [
      'too many tools',
      { tools: Array.from({ length: 129 }, (_, index) => declare(`t${String(index)}`)) },
    ],
    ['too large tools', { tools: [declare('a', { x: { description: 'x'.repeat(1 << 20) } })] }],
    ['too deep tools', { tools: [declare('a', nested(80))] }],
    [
      'a choice of an unknown tool',
      { tools, tool_choice: { type: 'function', function: { name: 'x' } } },
    ],
    ['a required call of no tool', { tool_choice: 'required' }],
  ])('should refuse %s', async (_, fields) => {
    const response = await postChat(origin, ask('x', fields));
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { readonly error: { readonly param: string } };
    expect(error).toMatchObject({ type: 'invalid_request_error' });
    expect(error.param).toMatch(/^tool/);
  });
});

interface Message {
  readonly role: string;
  readonly content: string;
}

function messagesOf({ body }: SimulatedExchange): readonly Message[] {
  return body['messages'] as readonly Message[];
}

function nested(depth: number): object {
  let value: object = { type: 'string' };
  for (let level = 0; level < depth; level += 1) value = { items: value };
  return { x: value };
}
