import type { SimulatedExchange } from '../../src/simulator/simulated-exchange';
import { replay, webAnswer } from '../../src/simulator/web-answer';
import { ask, postChat } from '../support/chat';
import { readStream } from '../support/read-sse';
import { Stack } from '../support/stack';
import { askWithTools, declare } from '../support/tool-answers';
import { webFixture, webFixtures } from '../support/web-fixtures';

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

describe('tool calls in answers', () => {
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

  it.each(ways)(
    'should leave content null where there is only a call (stream: %s)',
    async (stream) => {
      stack.simulator.enqueue(webAnswer({ answer: `\n${paris}\n` }));
      expect(await askWithTools(origin, stream, { tools })).toEqual({
        content: null,
        calls: [
          {
            id: expect.stringMatching(/^call_[\w-]{8,}$/) as string,
            type: 'function',
            function: { name: 'get_weather', arguments: '{"city":"Paris"}' },
          },
        ],
        finishReason: 'tool_calls',
      });
    },
  );

  it('should reach the client before the upstream has written all of it', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    stack.simulator.enqueue(async (exchange) => {
      say(exchange, '<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Par');
      await released;
      await webAnswer({ answer: 'is</arg_value>\n</tool_call>' })(exchange);
    });
    const response = await postChat(origin, ask('x', { stream: true, tools }));
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let early = '';
    while (!early.includes('Par')) early += (await reader?.read())?.value ?? '';
    expect(early).toContain('"name":"get_weather"');
    expect(early).not.toContain('finish_reason":"');
    release();
    let late = '';
    for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
      late += read.value;
    }
    expect(late).toContain('"finish_reason":"tool_calls"');
    expect(late).toContain('[DONE]');
  });

  it.each(ways)(
    'should end with the first when there may be only one (stream: %s)',
    async (stream) => {
      const arrived = stack.simulator.nextExchange();
      stack.simulator.enqueue((exchange) => {
        say(exchange, `${paris}\n${paris}\n`);
      });
      const fields = { tools, parallel_tool_calls: false };
      const { calls, finishReason } = await askWithTools(origin, stream, fields);
      expect(calls).toHaveLength(1);
      expect(finishReason).toBe('tool_calls');
      await expectAborted(await arrived);
    },
  );

  it.each(ways)('should end where the model invents a result (stream: %s)', async (stream) => {
    const arrived = stack.simulator.nextExchange();
    stack.simulator.enqueue((exchange) => {
      say(exchange, `I look.\n${paris}\n<tool_response>sunny</tool_response> It is sunny.`);
    });
    const { content, calls } = await askWithTools(origin, stream, { tools });
    expect(content).toBe('I look.');
    expect(calls).toHaveLength(1);
    await expectAborted(await arrived);
  });

  it('should not be completed when they break off', async () => {
    const answer = '<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Par';
    stack.simulator.enqueue(webAnswer({ answer }));
    const stream = await readStream(await postChat(origin, ask('x', { stream: true, tools })));
    expect(stream.error).toMatchObject({ code: 'invalid_tool_call' });
    expect(stream.isDone).toBe(false);
    expect(stream.finishReasons).toEqual([]);
    stack.simulator.enqueue(webAnswer({ answer }));
    const response = await postChat(origin, ask('x', { tools }));
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_tool_call' } });
  });

  it.each(ways)('should stay text when no tools are offered (stream: %s)', async (stream) => {
    for (const fields of [{}, { tools: [] }, { tools, tool_choice: 'none' }]) {
      stack.simulator.enqueue(webAnswer({ answer: paris }));
      const answer = await askWithTools(origin, stream, fields);
      expect(answer).toEqual({ content: paris, calls: [], finishReason: 'stop' });
    }
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

describe('tool calls with THINKING_FIELD=content', () => {
  it.each(ways)('should follow the reasoning in the content (stream: %s)', async (stream) => {
    const stack = await Stack.start({ THINKING_FIELD: 'content' });
    stack.simulator.enqueue(webAnswer({ reasoning: 'Say <tool_call>?', answer: paris }));
    const answer = await askWithTools(stack.gateway.origin, stream, { tools });
    await stack.stop();
    expect(answer.content?.trim()).toBe('<thinking>\nSay <tool_call>?\n</thinking>');
    expect(answer.calls).toHaveLength(1);
  });
});

describe('tool calls with TOOL_SUPPORT=false', () => {
  it.each(ways)('should be ignored, and the client be told (stream: %s)', async (stream) => {
    const stack = await Stack.start({ TOOL_SUPPORT: 'false' });
    stack.simulator.enqueue(webAnswer({ answer: paris }));
    const arrived = stack.simulator.nextExchange();
    const fields = { stream, tools, tool_choice: 'required' };
    const response = await postChat(stack.gateway.origin, ask('x', fields));
    const answer = await response.text();
    const { body } = await arrived;
    await stack.stop();
    expect(response.headers.get('x-ignored-parameters')).toBe('tools, tool_choice');
    expect(body['messages']).toEqual([{ role: 'user', content: 'x' }]);
    expect(answer).toContain('tool_call>');
    expect(answer).not.toContain('"tool_calls"');
  });
});

function say(exchange: SimulatedExchange, text: string): void {
  exchange.send({ phase: 'answer', delta_content: text });
}

async function expectAborted(exchange: SimulatedExchange): Promise<void> {
  await exchange.closed;
  expect(exchange.isFinished).toBe(false);
}

/** Ids that the model did not give are new each time. */
function withoutIds(answer: Awaited<ReturnType<typeof askWithTools>>): object {
  return { ...answer, calls: answer.calls.map((call) => ({ ...call, id: '' })) };
}
