import { speak } from '../../support/faults';
import { askMessage, postMessages, readMessageStream } from '../../support/messages';
import { Stack } from '../../support/stack';

describe('an answer of the Messages API that the upstream cuts', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  it.each([
    ['length', 'max_tokens'],
    ['sensitive', 'refusal'],
  ])('should tell of %s, streamed or not', async (reason, expected) => {
    const reply = (exchange: Parameters<typeof speak>[0]): void => {
      speak(exchange, 'One, two');
      exchange.finish(reason);
    };
    stack.simulator.enqueue(reply);
    const whole = await postMessages(stack.origin, askMessage('x'));
    expect(await whole.json()).toMatchObject({
      content: [{ type: 'text', text: 'One, two' }],
      stop_reason: expected,
    });
    stack.simulator.enqueue(reply);
    const streamed = await postMessages(stack.origin, askMessage('x', { stream: true }));
    const { message, isStopped } = await readMessageStream(streamed);
    expect(message?.end?.delta.stop_reason).toBe(expected);
    expect(isStopped).toBe(true);
  });
});
