import { Agent, get } from 'node:http';
import { once } from 'node:events';
import type { SimulatedExchange } from '../../src/simulator/simulated-exchange';
import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { speak } from '../support/faults';
import { RawClient, chatHead } from '../support/raw-client';
import { readStream } from '../support/read-sse';

describe('shutdown', () => {
  let stack: Stack;

  beforeEach(async () => {
    stack = await Stack.start({}, (exchange) => {
      speak(exchange, 'One ');
    });
  });

  afterEach(async () => {
    await stack.stop();
  });

  const finish = (exchange: SimulatedExchange): void => {
    speak(exchange, 'two.');
    exchange.finish();
  };

  /** The listener is closed: the process has taken notice of the signal. */
  const refusesConnections = async (): Promise<void> => {
    for (;;) {
      const client = await RawClient.connect(stack.origin).catch(() => undefined);
      if (client === undefined) return;
      client.destroy();
    }
  };

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'should be immediate when idle, on %s',
    async (signal) => {
      stack.gateway.signal(signal);
      expect(await stack.gateway.exited()).toBe(0);
    },
  );

  it('should wait for a stream that is under way', async () => {
    const arrived = stack.simulator.nextExchange();
    const response = await postChat(stack.origin, ask('x', { stream: true }));
    stack.gateway.signal('SIGTERM');
    await refusesConnections();
    finish(await arrived);
    const stream = await readStream(response);
    expect(stream).toMatchObject({ text: 'One two.', finishReasons: ['stop'], isDone: true });
    expect(await stack.gateway.exited()).toBe(0);
  });

  it('should wait for a document that is under way', async () => {
    const arrived = stack.simulator.nextExchange();
    const answer = postChat(stack.origin, ask('x'));
    const exchange = await arrived;
    stack.gateway.signal('SIGTERM');
    await refusesConnections();
    finish(exchange);
    const response = await answer;
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: 'One two.' } }],
    });
    expect(await stack.gateway.exited()).toBe(0);
  });

  it('should not be hurried or broken by a second signal', async () => {
    const arrived = stack.simulator.nextExchange();
    const response = await postChat(stack.origin, ask('x', { stream: true }));
    stack.gateway.signal('SIGTERM');
    await refusesConnections();
    stack.gateway.signal('SIGTERM');
    stack.gateway.signal('SIGINT');
    finish(await arrived);
    expect((await readStream(response)).isDone).toBe(true);
    expect(await stack.gateway.exited()).toBe(0);
  });

  it('should not wait for connections that only might be used again', async () => {
    const agent = new Agent({ keepAlive: true });
    const [response] = (await once(get(stack.origin, { agent }), 'response')) as [
      NodeJS.ReadableStream,
    ];
    await once(response.resume(), 'end');
    stack.gateway.signal('SIGTERM');
    expect(await stack.gateway.exited()).toBe(0);
    agent.destroy();
  });

  it.each([
    ['has sent nothing', ''],
    ['has sent half a head', 'POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\n'],
    ['has sent half a body', `${chatHead({ 'content-length': '100' })}{"model":`],
  ])('should not wait for a client that %s', async (_case, bytes) => {
    const client = await RawClient.connect(stack.origin);
    client.write(bytes);
    // Connections are accepted in order: after this one, the gateway knows the first.
    await (await fetch(stack.origin)).text();
    stack.gateway.signal('SIGTERM');
    expect(await stack.gateway.exited()).toBe(0);
    await client.closed;
  });

  it('should end when the client of the last stream leaves', async () => {
    const arrived = stack.simulator.nextExchange();
    const leaving = new AbortController();
    await postChat(stack.origin, ask('x', { stream: true }), { signal: leaving.signal });
    stack.gateway.signal('SIGTERM');
    await refusesConnections();
    leaving.abort();
    await (
      await arrived
    ).closed;
    expect(await stack.gateway.exited()).toBe(0);
  });
});
