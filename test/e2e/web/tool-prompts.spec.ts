import { answerWith } from '../../../src/simulator/answer';
import type { SimulatedExchange } from '../../../src/simulator/simulated-exchange';
import { ask, postChat } from '../../support/chat';
import { TEST_KEY } from '../../support/gateway-process';
import { Stack } from '../../support/stack';
import { askWithTools, declare } from '../../support/tool-answers';

const city = { city: { type: 'string' }, unit: { type: 'string', enum: ['c', 'f'], default: 'c' } };
const weather = declare('get_weather', city, { required: ['city'] });
const strictWeather = declare('get_weather', city, { required: ['city'], strict: true });
const tools = [weather, declare('ping')];
const call = (value: string): string =>
  `<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Paris</arg_value>\n<arg_key>unit</arg_key>\n<arg_value>${value}</arg_value>\n</tool_call>`;
const ways = [true, false];

describe('tools as a prompt', () => {
  let stack: Stack;
  let origin: string;

  beforeAll(async () => {
    stack = await Stack.start({}, answerWith({ answer: 'Fine.' }));
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
    const json = await Stack.start({ TOOL_PROMPT_FORMAT: 'json' }, answerWith({ answer: 'Fine.' }));
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

  it.each(ways)(
    'should be corrected when a required call is missing (stream: %s)',
    async (stream) => {
      const [first, second] = [stack.simulator.nextExchange(), stack.simulator.nextExchange()];
      stack.simulator.enqueue(answerWith({ answer: 'There is no such tool.' }));
      stack.simulator.enqueue(answerWith({ answer: call('c') }));
      await askWithTools(origin, stream, { tools, tool_choice: 'required' });
      const before = messagesOf(await first);
      const [said, correction, ...rest] = messagesOf(await second).slice(before.length);
      expect(said).toEqual({ role: 'assistant', content: 'There is no such tool.' });
      expect(correction?.content).toContain('no function was called');
      expect(rest).toEqual([]);
    },
  );

  it.each([
    ['a strict tool', { tools: [strictWeather] }],
    ['a required call', { tools, tool_choice: 'required' }],
  ])('should be corrected when the arguments of %s do not fit', async (_, fields) => {
    for (const stream of ways) {
      const [, second] = [stack.simulator.nextExchange(), stack.simulator.nextExchange()];
      stack.simulator.enqueue(answerWith({ answer: call('kelvin') }));
      stack.simulator.enqueue(answerWith({ answer: call('f') }));
      await askWithTools(origin, stream, fields);
      const [said, correction] = messagesOf(await second).slice(-2);
      expect(said).toEqual({ role: 'assistant', content: call('kelvin') });
      expect(correction?.content).toContain('unit must be equal to one of the allowed values');
    }
  });
});

interface Message {
  readonly role: string;
  readonly content: string;
}

function messagesOf({ body }: SimulatedExchange): readonly Message[] {
  return body['messages'] as readonly Message[];
}
