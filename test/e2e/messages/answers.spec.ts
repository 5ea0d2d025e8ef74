import { answerWith } from '../../../src/simulator/answer';
import { speak } from '../../support/faults';
import { askMessage, postMessages, readMessageStream } from '../../support/messages';
import { Stack } from '../../support/stack';
import { upstreamUnderTest } from '../../support/upstream-under-test';

interface Message {
  readonly content: readonly Readonly<Record<string, unknown>>[];
  readonly stop_reason: string;
  readonly stop_sequence: string | null;
  readonly usage: Readonly<Record<string, number>>;
}

const tools = [
  {
    name: 'get_weather',
    description: 'Tells the weather.',
    input_schema: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
    },
  },
];
const paris = { name: 'get_weather', arguments: { city: 'Paris' } };
const THINK = { thinking: { type: 'enabled', budget_tokens: 1024 } };

describe('answers of the Messages API', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  async function document(fields: object): Promise<Message> {
    const response = await postMessages(stack.origin, askMessage('x', fields));
    if (response.status !== 200) throw new Error(await response.text());
    return (await response.json()) as Message;
  }

  async function stream(fields: object): ReturnType<typeof readMessageStream> {
    const response = await postMessages(stack.origin, askMessage('x', { ...fields, stream: true }));
    return readMessageStream(response);
  }

  it('should be one document with what clients count on', async () => {
    stack.simulator.enqueue(answerWith({ answer: 'Hello there.' }));
    const response = await postMessages(stack.origin, askMessage('x'), {
      path: '/v1/messages?beta=true',
      headers: { 'anthropic-beta': 'something-new-2030-01-01' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('request-id')).toBe(response.headers.get('x-request-id'));
    expect(response.headers.get('x-upstream')).toBe(upstreamUnderTest.name);
    expect(await response.json()).toMatchObject({
      id: expect.stringMatching(/^msg_\w{24,}$/) as string,
      type: 'message',
      role: 'assistant',
      model: 'GLM-4.5',
      content: [{ type: 'text', text: 'Hello there.' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
    });
  });

  it('should think, and sign what was thought, streamed or not', async () => {
    const answer = { reasoning: 'Tenths come first.', answer: '9.9 is larger.' };
    stack.simulator.enqueue(answerWith(answer));
    const { content } = await document(THINK);
    stack.simulator.enqueue(answerWith(answer));
    const { message, isStopped } = await stream(THINK);
    expect(content.map(({ type }) => type)).toEqual(['thinking', 'text']);
    expect(content[0]).toMatchObject({ thinking: answer.reasoning });
    expect(message?.blocks.map(({ type, content: said }) => [type, said])).toEqual([
      ['thinking', answer.reasoning],
      ['text', answer.answer],
    ]);
    expect(message?.blocks[0]?.signature).toBe(content[0]?.['signature']);
    expect(isStopped).toBe(true);
  });

  it('should tell the estimate of the input first and the counts last', async () => {
    stack.simulator.enqueue(answerWith({ answer: 'Hello there.' }));
    const { usage } = await document({});
    stack.simulator.enqueue(answerWith({ answer: 'Hello there.' }));
    const { message } = await stream({});
    expect(message?.start.usage.input_tokens).toBeGreaterThan(0);
    expect(message?.end?.usage).toMatchObject({
      input_tokens: usage['input_tokens'],
      output_tokens: usage['output_tokens'],
    });
    expect(usage['output_tokens']).toBeGreaterThan(0);
  });

  it('should call tools, streamed or not', async () => {
    const answer = { answer: 'I look.', calls: [paris] };
    stack.simulator.enqueue(answerWith(answer));
    const whole = await document({ tools });
    stack.simulator.enqueue(answerWith(answer));
    const { message } = await stream({ tools });
    expect(whole.content.at(-1)).toMatchObject({
      type: 'tool_use',
      name: 'get_weather',
      input: { city: 'Paris' },
      id: expect.stringMatching(/^[\w-]+$/) as string,
    });
    expect(whole.stop_reason).toBe('tool_use');
    const block = message?.blocks.at(-1);
    expect(block?.start).toMatchObject({ type: 'tool_use', name: 'get_weather', input: {} });
    expect(JSON.parse(block?.content ?? '')).toEqual({ city: 'Paris' });
    expect(message?.end?.delta.stop_reason).toBe('tool_use');
  });

  it('should go through a loop of calls and results', async () => {
    stack.simulator.enqueue(answerWith({ reasoning: 'Paris, then.', calls: [paris] }));
    const question = { role: 'user', content: 'How is the weather in Paris?' };
    const first = await document({ tools, ...THINK, messages: [question] });
    const id = first.content.at(-1)?.['id'];
    stack.simulator.enqueue(answerWith({ answer: 'It is sunny.' }));
    const arrived = stack.simulator.nextExchange();
    const result = {
      type: 'tool_result',
      tool_use_id: id,
      content: [{ type: 'text', text: 'No such city.' }],
      is_error: true,
    };
    const second = await document({
      tools,
      ...THINK,
      messages: [
        question,
        { role: 'assistant', content: first.content },
        { role: 'user', content: [result, { type: 'text', text: 'Be brief.' }] },
      ],
    });
    const { body } = await arrived;
    expect(second.content).toMatchObject([{ type: 'text', text: 'It is sunny.' }]);
    const sent = JSON.stringify(body['messages']);
    expect(sent).toContain('The tool call failed:');
    expect(sent.indexOf('No such city.')).toBeLessThan(sent.indexOf('Be brief.'));
    expect(sent).toContain('get_weather');
  });

  it.each([
    [{ stop_sequences: ['STOP', 'END'] }, 'One. END Two.', 'stop_sequence', 'END'],
    [{ stop_sequences: ['NEVER'] }, 'One.', 'end_turn', null],
  ])('should end at %j with the reason for it', async (fields, answer, reason, sequence) => {
    stack.simulator.enqueue(answerWith({ answer }));
    const whole = await document(fields);
    stack.simulator.enqueue(answerWith({ answer }));
    const { message } = await stream(fields);
    const expected = { stop_reason: reason, stop_sequence: sequence };
    expect(whole).toMatchObject(expected);
    expect(message?.end?.delta).toMatchObject(expected);
  });

  it('should answer in JSON that fits a schema', async () => {
    stack.simulator.enqueue(answerWith({ answer: '```json\n{"city":"Paris"}\n```' }));
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
    };
    const { content } = await document({
      output_config: { format: { type: 'json_schema', schema } },
    });
    const { text } = content.at(-1) as { readonly text: string };
    expect(JSON.parse(text)).toEqual({ city: 'Paris' });
  });

  it('should name what has no effect', async () => {
    const response = await postMessages(
      stack.origin,
      askMessage('x', {
        metadata: { user_id: 'u' },
        context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] },
        service_tier: null,
        tools: [...tools, { type: 'web_search_20250305', name: 'web_search' }],
      }),
    );
    const ignored = response.headers.get('x-ignored-parameters')?.split(', ');
    expect(ignored).toEqual(expect.arrayContaining(['metadata', 'context_management', 'tools[1]']));
    expect(ignored).not.toContain('service_tier');
    await response.text();
  });

  it('should take bodies that are larger than usual frameworks allow', async () => {
    const text = 'x'.repeat(300_000);
    const arrived = stack.simulator.nextExchange();
    const response = await postMessages(stack.origin, askMessage(text));
    expect(response.status).toBe(200);
    expect((await arrived).prompt).toBe(text);
    await response.text();
  });

  it('should close the upstream when the client leaves', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const arrived = stack.simulator.nextExchange();
    const leaving = new AbortController();
    const { signal } = leaving;
    await postMessages(stack.origin, askMessage('x', { stream: true }), { signal });
    const exchange = await arrived;
    leaving.abort();
    await exchange.closed;
    expect(exchange.isFinished).toBe(false);
  });
});

describe('a silent answer of the Messages API', () => {
  it('should be kept alive with comments first and with pings once it has begun', async () => {
    const stack = await Stack.start({ KEEP_ALIVE_INTERVAL_MS: '40' });
    const arrived = stack.simulator.nextExchange();
    stack.simulator.enqueue(() => undefined);
    const response = await postMessages(stack.origin, askMessage('x', { stream: true }));
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let received = '';
    const receive = async (wanted: string): Promise<void> => {
      while (!received.includes(wanted)) received += (await reader?.read())?.value ?? '';
    };
    await receive(': keep-alive\n\n');
    expect(received).not.toContain('event:');
    const exchange = await arrived;
    speak(exchange, 'One');
    await receive('event: ping\ndata: {"type":"ping"}\n\n');
    expect(received.indexOf('message_start')).toBeLessThan(received.indexOf('event: ping'));
    exchange.finish();
    await receive('event: message_stop');
    await stack.stop();
  });
});
