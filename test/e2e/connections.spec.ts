import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { speak } from '../support/faults';
import { readStream } from '../support/read-sse';

describe('connections to the upstream', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    await stack.stop();
  });

  it('should serve the next request after a normal end', async () => {
    for (const stream of [true, false, true]) {
      const response = await postChat(stack.origin, ask('x', { stream }));
      await response.text();
    }
    const ports = stack.simulator.exchanges.map(({ peerPort }) => peerPort);
    expect(new Set(ports).size).toBe(1);
  });

  it('should be closed when the upstream says that it is done but does not end', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.conclude();
    });
    const arrived = stack.simulator.nextExchange();
    const response = await postChat(stack.origin, ask('x', { stream: true }));
    // The client does not wait for the upstream's end.
    expect((await readStream(response)).isDone).toBe(true);
    await (
      await arrived
    ).closed;
  });
});
