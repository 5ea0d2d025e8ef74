import type { SimulatedExchange } from '../../src/simulator/simulated-exchange';
import { answerWith } from '../../src/simulator/answer';
import { ask, postChat } from '../support/chat';
import { readStream } from '../support/read-sse';
import { Stack } from '../support/stack';
import { askWithTools, declare } from '../support/tool-answers';

const weather = declare('get_weather', { city: { type: 'string' } }, { required: ['city'] });
const tools = [weather, declare('ping')];
const paris = { name: 'get_weather', arguments: { city: 'Paris' } };
const parisInWords =
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

  it.each(ways)(
    'should leave content null where there is only a call (stream: %s)',
    async (stream) => {
      stack.simulator.enqueue(answerWith({ calls: [paris] }));
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
      const goOn = exchange.beginCall(paris);
      await released;
      goOn();
      exchange.finish();
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
        exchange.callTool(paris);
        exchange.callTool(paris);
        // Without an end: only the gateway can end the exchange.
        exchange.say('More.');
      });
      const fields = { tools, parallel_tool_calls: false };
      const { calls, finishReason } = await askWithTools(origin, stream, fields);
      expect(calls).toHaveLength(1);
      expect(finishReason).toBe('tool_calls');
      await expectAborted(await arrived);
    },
  );

  it('should not be completed when they break off', async () => {
    const breakOff = (exchange: SimulatedExchange): void => {
      exchange.beginCall(paris);
      exchange.finish();
    };
    stack.simulator.enqueue(breakOff);
    const stream = await readStream(await postChat(origin, ask('x', { stream: true, tools })));
    expect(stream.error).toMatchObject({ code: 'invalid_tool_call' });
    expect(stream.isDone).toBe(false);
    expect(stream.finishReasons).toEqual([]);
    stack.simulator.enqueue(breakOff);
    const response = await postChat(origin, ask('x', { tools }));
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_tool_call' } });
  });

  it.each(ways)('should stay text when no tools are offered (stream: %s)', async (stream) => {
    for (const fields of [{}, { tools: [] }, { tools, tool_choice: 'none' }]) {
      stack.simulator.enqueue(answerWith({ answer: parisInWords }));
      const answer = await askWithTools(origin, stream, fields);
      expect(answer).toEqual({ content: parisInWords, calls: [], finishReason: 'stop' });
    }
  });

  describe.each(ways)('together with thinking (stream: %s)', (stream) => {
    it.each(['think', 'strip'])('should be found in mode %s', async (mode) => {
      stack.simulator.enqueue(answerWith({ reasoning: 'Paris, then.', calls: [paris] }));
      const headers = { 'x-thinking-processing': mode };
      const answer = await askWithTools(origin, stream, { tools }, headers);
      expect(answer.content).toBeNull();
      expect(answer.calls).toHaveLength(1);
      expect(answer.finishReason).toBe('tool_calls');
    });
  });
});

describe('tool calls with THINKING_FIELD=content', () => {
  it.each(ways)('should follow the reasoning in the content (stream: %s)', async (stream) => {
    const stack = await Stack.start({ THINKING_FIELD: 'content' });
    stack.simulator.enqueue(answerWith({ reasoning: 'Say <tool_call>?', calls: [paris] }));
    const answer = await askWithTools(stack.gateway.origin, stream, { tools });
    await stack.stop();
    expect(answer.content?.trim()).toBe('<thinking>\nSay <tool_call>?\n</thinking>');
    expect(answer.calls).toHaveLength(1);
  });
});

describe('tool calls with TOOL_SUPPORT=false', () => {
  it.each(ways)('should be ignored, and the client be told (stream: %s)', async (stream) => {
    const stack = await Stack.start({ TOOL_SUPPORT: 'false' });
    stack.simulator.enqueue(answerWith({ answer: parisInWords }));
    const arrived = stack.simulator.nextExchange();
    const fields = { stream, tools, tool_choice: 'required' };
    const response = await postChat(stack.gateway.origin, ask('x', fields));
    const answer = await response.text();
    const { body } = await arrived;
    await stack.stop();
    expect(response.headers.get('x-ignored-parameters')).toBe('tools, tool_choice');
    expect(body['messages']).toEqual([{ role: 'user', content: 'x' }]);
    expect(body).not.toHaveProperty('tools');
    expect(body).not.toHaveProperty('tool_choice');
    expect(answer).toContain('tool_call>');
    expect(answer).not.toContain('"tool_calls"');
  });
});

async function expectAborted(exchange: SimulatedExchange): Promise<void> {
  await exchange.closed;
  expect(exchange.isFinished).toBe(false);
}
