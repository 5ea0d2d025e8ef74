import type { SimulatedCall } from '../../src/simulator/dialects/dialect';
import type { SimulatedExchange } from '../../src/simulator/simulated-exchange';
import { answerWith } from '../../src/simulator/answer';
import { ask, postChat } from '../support/chat';
import { readStream } from '../support/read-sse';
import { Stack } from '../support/stack';
import { askWithTools, declare } from '../support/tool-answers';

const city = { city: { type: 'string' }, unit: { type: 'string', enum: ['c', 'f'], default: 'c' } };
const weather = declare('get_weather', city, { required: ['city'] });
const strictWeather = declare('get_weather', city, { required: ['city'], strict: true });
const tools = [weather, declare('ping')];
const call = (unit: string): SimulatedCall => ({
  name: 'get_weather',
  arguments: { city: 'Paris', unit },
});
const ways = [true, false];

describe('demands on tool calls', () => {
  let stack: Stack;
  let origin: string;

  beforeAll(async () => {
    stack = await Stack.start({}, answerWith({ answer: 'Fine.' }));
    ({ origin } = stack.gateway);
  });

  afterAll(() => stack.stop());

  it.each(ways)('should ask again when a required call is missing (stream: %s)', async (stream) => {
    const [first, second] = [stack.simulator.nextExchange(), stack.simulator.nextExchange()];
    stack.simulator.enqueue(answerWith({ answer: 'There is no such tool.' }));
    stack.simulator.enqueue(answerWith({ calls: [call('c')] }));
    const answer = await askWithTools(origin, stream, { tools, tool_choice: 'required' });
    expect(answer).toMatchObject({
      content: null,
      calls: [{ function: { name: 'get_weather', arguments: '{"city":"Paris","unit":"c"}' } }],
      finishReason: 'tool_calls',
    });
    expect(lengthOf(await second)).toBeGreaterThan(lengthOf(await first));
    expect(textOf(await second)).toContain('There is no such tool.');
    expect(textOf(await second)).toContain('no function was called');
  });

  it.each(ways)(
    'should fail clearly when the second answer is no better (stream: %s)',
    async (stream) => {
      const count = stack.simulator.exchanges.length;
      stack.simulator.enqueue(answerWith({ answer: 'No.' }));
      stack.simulator.enqueue(answerWith({ answer: 'No!' }));
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
      stack.simulator.enqueue(answerWith({ calls: [call('kelvin')] }));
      stack.simulator.enqueue(answerWith({ calls: [call('f')] }));
      const { calls } = await askWithTools(origin, stream, fields);
      expect(calls.map((one) => one.function.arguments)).toEqual(['{"city":"Paris","unit":"f"}']);
      expect(textOf(await second)).toContain('kelvin');
      expect(textOf(await second)).toContain('unit must be equal to one of the allowed values');
    }
  });

  it('should pass on what the model wrote where nothing is demanded', async () => {
    stack.simulator.enqueue(answerWith({ calls: [call('kelvin')] }));
    const { calls } = await askWithTools(origin, false, { tools });
    expect(calls[0]?.function.arguments).toBe('{"city":"Paris","unit":"kelvin"}');
  });

  it('should count the tokens of both answers', async () => {
    stack.simulator.enqueue(answerWith({ answer: 'No.' }));
    stack.simulator.enqueue(answerWith({ calls: [call('c')] }));
    const fields = {
      tools,
      tool_choice: 'required',
      stream: true,
      stream_options: { include_usage: true },
    };
    const { chunks } = await readStream(await postChat(origin, ask('x', fields)));
    const usages = chunks.flatMap(({ usage }) => (usage === undefined ? [] : [usage]));
    stack.simulator.enqueue(answerWith({ calls: [call('c')] }));
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

function lengthOf({ body }: SimulatedExchange): number {
  return (body['messages'] as readonly unknown[]).length;
}

/** Everything that the upstream was told, as JSON. */
function textOf({ body }: SimulatedExchange): string {
  return JSON.stringify(body['messages']);
}

function nested(depth: number): object {
  let value: object = { type: 'string' };
  for (let level = 0; level < depth; level += 1) value = { items: value };
  return { x: value };
}
