import type OpenAI from 'openai';
import type { SimulatedExchange } from '../../src/simulator/simulated-exchange';
import { answerWith } from '../../src/simulator/answer';
import { Stack } from '../support/stack';
import { upstreamUnderTest } from '../support/upstream-under-test';

interface UpstreamMessage {
  readonly role: string;
  readonly content: unknown;
}

describe('requests that the client of OpenAI makes', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  /** Sends the messages and gives what the upstream got of them. */
  async function relay(
    messages: OpenAI.ChatCompletionMessageParam[],
    model = 'GLM-4.5',
  ): Promise<readonly UpstreamMessage[]> {
    stack.simulator.enqueue(answerWith({ answer: 'Understood.' }));
    const arrived = stack.simulator.nextExchange();
    const [completion, exchange] = await Promise.all([
      stack.openAi().chat.completions.create({ model, messages }),
      arrived,
    ]);
    expect(completion.choices[0]?.message.content).toBe('Understood.');
    return messagesOf(exchange);
  }

  it('should carry 2 MB of messages unharmed', async () => {
    const long = 'Ünïcödé 你好 '.repeat(1000);
    const history = Array.from({ length: 120 }, (_, turn) => ({
      role: turn % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content: `${String(turn)} ${long}`,
    }));
    expect(Buffer.byteLength(JSON.stringify(history))).toBeGreaterThan(2_000_000);
    expect(await relay(history)).toEqual(history);
  });

  it('should take content in parts', async () => {
    const [first, second] = await relay([
      { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'First part.' },
          { type: 'text', text: 'Second part.' },
        ],
      },
    ]);
    expect(first).toEqual({ role: 'system', content: 'Be brief.' });
    expect(second?.content).toMatch(/First part\.\s+Second part\./);
  });

  it('should hand images to a model that sees', async () => {
    const url = 'data:image/png;base64,iVBORw0KGgo=';
    const [message] = await relay(
      [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url } },
          ],
        },
      ],
      'GLM-4.5V',
    );
    expect(message?.content).toEqual([
      { type: 'text', text: 'What is this?' },
      { type: 'image_url', image_url: { url } },
    ]);
  });

  it('should take the developer for the system', async () => {
    const [message] = await relay([
      { role: 'developer', content: 'Speak French.' },
      { role: 'user', content: 'Hello' },
    ]);
    expect(message).toEqual({ role: 'system', content: 'Speak French.' });
  });

  it('should take the history of a conversation with tools', async () => {
    const messages = await relay([
      { role: 'user', content: 'What is the weather in Beijing?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            id: 'call_1',
            type: 'function',
            function: { name: 'get_weather', arguments: '{"city":"Beijing"}' },
          },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'Sunny, 21 degrees' },
      { role: 'user', content: 'And tomorrow?' },
    ]);
    expect(JSON.stringify(messages)).toContain('Sunny, 21 degrees');
    expect(messages.at(-1)).toEqual({ role: 'user', content: 'And tomorrow?' });
    if (upstreamUnderTest.dialect === 'web') {
      // It knows no tools: their results must not come as a role of their own.
      expect(messages.every(({ role }) => ['user', 'assistant'].includes(role))).toBe(true);
    }
  });

  it('should take its own answer back as history, reasoning and all', async () => {
    stack.simulator.enqueue(answerWith({ reasoning: 'Easy.', answer: 'Four.' }));
    const client = stack.openAi();
    const asked = { role: 'user' as const, content: '2 + 2?' };
    const completion = await client.chat.completions.create({
      model: 'GLM-4.5',
      messages: [asked],
    });
    const message = completion.choices[0]?.message;
    if (message === undefined) throw new Error('There is no answer.');
    const relayed = await relay([asked, message, { role: 'user', content: 'Sure?' }]);
    expect(relayed[1]).toEqual({ role: 'assistant', content: 'Four.' });
  });

  it('should show its headers with the response', async () => {
    stack.simulator.enqueue(answerWith({ answer: 'Hello' }));
    const {
      data,
      response,
      request_id: requestId,
    } = await stack
      .openAi()
      .chat.completions.create({
        model: 'GLM-4.5',
        messages: [{ role: 'user', content: 'Hi' }],
        presence_penalty: 1,
        service_tier: 'flex',
      })
      .withResponse();
    expect(data).toHaveProperty('_request_id', requestId);
    expect(requestId).toMatch(/^[\w-]{8,}$/);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(response.headers.get('x-ignored-parameters')).toBe('presence_penalty, service_tier');
  });

  it('should keep the id that the client gives the request', async () => {
    stack.simulator.enqueue(answerWith({ answer: 'Hello' }));
    const { response } = await stack
      .openAi({ defaultHeaders: { 'x-request-id': 'my-own-id' } })
      .chat.completions.create({
        model: 'GLM-4.5',
        messages: [{ role: 'user', content: 'Hi' }],
        stream: true,
      })
      .withResponse();
    await response.body?.cancel();
    expect(response.headers.get('x-request-id')).toBe('my-own-id');
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  });
});

function messagesOf({ body }: SimulatedExchange): readonly UpstreamMessage[] {
  return body['messages'] as readonly UpstreamMessage[];
}
