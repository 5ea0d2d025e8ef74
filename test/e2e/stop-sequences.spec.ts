import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { speak } from '../support/faults';
import { readStream } from '../support/read-sse';

interface Completion {
  readonly choices: readonly [
    { readonly message: { readonly content: string }; readonly finish_reason: string },
  ];
}

describe('stop sequences', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    await stack.stop();
  });

  const say = (deltas: readonly string[]): void => {
    stack.simulator.enqueue((exchange) => {
      // Without an end: only the gateway can end the exchange.
      for (const delta of deltas) speak(exchange, delta);
    });
  };

  it.each([
    ['in one event', ['One <END> two']],
    ['over two events', ['One <E', 'ND> two']],
    ['over many events', ['One ', '<', 'E', 'N', 'D', '>', ' two']],
    ['after a false start', ['One ', '<EN', '<END> two'], 'One <EN'],
    ['at the very beginning', ['<END>'], ''],
    ['the earlier of two', ['One STOP <END>']],
  ])(
    'should cut the answer and free the upstream: %s',
    async (_case, deltas, expected = 'One ') => {
      const stop = ['<END>', 'STOP'];
      say(deltas);
      const arrived = stack.simulator.nextExchange();
      const stream = await readStream(
        await postChat(stack.origin, ask('x', { stream: true, stop })),
      );
      expect(stream).toMatchObject({ text: expected, finishReasons: ['stop'], isDone: true });
      await (
        await arrived
      ).closed;

      say(deltas);
      const arrivedAgain = stack.simulator.nextExchange();
      const response = await postChat(stack.origin, ask('x', { stop }));
      const { choices } = (await response.json()) as Completion;
      expect(choices[0]).toMatchObject({ message: { content: expected }, finish_reason: 'stop' });
      await (
        await arrivedAgain
      ).closed;
    },
  );

  it('should give back at the end what only looked like one', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange, 'One <EN');
      exchange.finish();
    });
    const response = await postChat(stack.origin, ask('x', { stream: true, stop: '<END>' }));
    expect(await readStream(response)).toMatchObject({ text: 'One <EN', isDone: true });
  });
});
