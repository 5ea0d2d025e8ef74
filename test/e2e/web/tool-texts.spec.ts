import type { SimulatedExchange } from '../../../src/simulator/simulated-exchange';
import { replay } from '../../../src/simulator/answer';
import { Stack } from '../../support/stack';
import { askWithTools, declare } from '../../support/tool-answers';
import { webFixture, webFixtures } from '../../support/web-fixtures';

const names = ['search_web', 'summarize_text', 'write_file', 'calculate', 'get_current_date'];
const weather = declare('get_weather', { city: { type: 'string' } }, { required: ['city'] });
const tools = [
  weather,
  declare('get_time'),
  ...names.map((name) => declare(name)),
  declare('ping'),
];
const paris =
  '<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Paris</arg_value>\n</tool_call>';
const ways = [true, false];

describe('tool calls that the model writes into its answer', () => {
  let stack: Stack;
  let origin: string;

  beforeAll(async () => {
    stack = await Stack.start();
    ({ origin } = stack.gateway);
  });

  afterAll(() => stack.stop());

  it.each(webFixtures.filter(({ name }) => /^(2|3)\d-/.test(name)))(
    'should be found in $name, streaming or not',
    async ({ bytes, expected }) => {
      stack.simulator.enqueue(replay(bytes, 5));
      const streamed = await askWithTools(origin, true, { tools });
      stack.simulator.enqueue(replay(bytes));
      const answer = await askWithTools(origin, false, { tools });
      expect(withoutIds(streamed)).toEqual(withoutIds(answer));
      expect(new Set(answer.calls.map(({ id }) => id)).size).toBe(answer.calls.length);
      for (const { function: called } of answer.calls) {
        expect(JSON.parse(called.arguments)).toEqual(expect.any(Object));
      }
      if (expected.tool_calls === null) return;
      expect(answer.finishReason).toBe('tool_calls');
      expect(answer.content ?? '').toBe(expected.answer);
      expect(answer.calls).toHaveLength(expected.tool_calls.length);
    },
  );

  it.each(ways)('should end where the model invents a result (stream: %s)', async (stream) => {
    const arrived = stack.simulator.nextExchange();
    stack.simulator.enqueue((exchange) => {
      exchange.say(`I look.\n${paris}\n<tool_response>sunny</tool_response> It is sunny.`);
    });
    const { content, calls } = await askWithTools(origin, stream, { tools });
    expect(content).toBe('I look.');
    expect(calls).toHaveLength(1);
    await expectAborted(await arrived);
  });

  describe.each(ways)('together with thinking (stream: %s)', (stream) => {
    it.each([
      ['think', null],
      ['strip', null],
      ['raw', expect.stringContaining('<details')],
    ])('should be found in mode %s, and not in the reasoning', async (mode, content: unknown) => {
      stack.simulator.enqueue(replay(webFixture('27-').bytes));
      const headers = { 'x-thinking-processing': mode };
      const answer = await askWithTools(origin, stream, { tools }, headers);
      expect(answer.content).toEqual(content);
      expect(answer.calls).toHaveLength(1);
      expect(answer.finishReason).toBe('tool_calls');
    });
  });
});

async function expectAborted(exchange: SimulatedExchange): Promise<void> {
  await exchange.closed;
  expect(exchange.isFinished).toBe(false);
}

/** Ids that the model did not give are new each time. */
function withoutIds(answer: Awaited<ReturnType<typeof askWithTools>>): object {
  return { ...answer, calls: answer.calls.map((call) => ({ ...call, id: '' })) };
}
