import { Agent, get } from 'node:http';
import { once } from 'node:events';
import type { SimulatedExchange } from '../../src/simulator/simulated-exchange';
import { answerWith } from '../../src/simulator/answer';
import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { speak } from '../support/faults';
import { RawClient, chatHead, chatRequest } from '../support/raw-client';
import { readError } from '../support/read-error';
import { readStream } from '../support/read-sse';

const finish = (exchange: SimulatedExchange): void => {
  speak(exchange, 'two.');
  exchange.finish();
};

/** The listener is closed: the process has taken notice of the signal. */
const refusesConnections = async ({ origin }: Stack): Promise<void> => {
  for (;;) {
    const client = await RawClient.connect(origin).catch(() => undefined);
    if (client === undefined) return;
    client.destroy();
  }
};

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
    await refusesConnections(stack);
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
    await refusesConnections(stack);
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
    await refusesConnections(stack);
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
    await refusesConnections(stack);
    leaving.abort();
    await (
      await arrived
    ).closed;
    expect(await stack.gateway.exited()).toBe(0);
  });
});

describe('shutdown with little time', () => {
  let stack: Stack;

  afterEach(async () => {
    await stack.stop();
  });

  const start = async (environment: Readonly<Record<string, string>>): Promise<void> => {
    stack = await Stack.start(environment, (exchange) => {
      speak(exchange, 'One ');
    });
  };

  const shuttingDown = { type: 'server_error', param: null, code: 'shutting_down' };

  it('should cut a stream with an error event, and end its upstream request', async () => {
    await start({ DRAIN_TIMEOUT_MS: '300' });
    const arrived = stack.simulator.nextExchange();
    const response = await postChat(stack.origin, ask('x', { stream: true }));
    stack.gateway.signal('SIGTERM');
    const stream = await readStream(response);
    expect(stream).toMatchObject({ text: 'One ', finishReasons: [], isDone: false });
    expect(stream.error).toMatchObject(shuttingDown);
    await (
      await arrived
    ).closed;
    expect(await stack.gateway.exited()).toBe(0);
  });

  it('should cut a document with an error that says to try again', async () => {
    await start({ DRAIN_TIMEOUT_MS: '300' });
    const arrived = stack.simulator.nextExchange();
    const answer = postChat(stack.origin, ask('x'));
    const exchange = await arrived;
    stack.gateway.signal('SIGTERM');
    const response = await answer;
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(response.headers.get('x-should-retry')).toBeNull();
    expect(await readError(response)).toMatchObject(shuttingDown);
    await exchange.closed;
    expect(await stack.gateway.exited()).toBe(0);
  });

  it('should not wait for a client that has stopped reading', async () => {
    stack = await Stack.start({ DRAIN_TIMEOUT_MS: '300' }, async (exchange) => {
      while (!exchange.isClosed) {
        speak(exchange, 'x'.repeat(65_536));
        if (exchange.backlog > 0) await Promise.race([exchange.drained(), exchange.closed]);
      }
    });
    const arrived = stack.simulator.nextExchange();
    const client = await RawClient.connect(stack.origin);
    client.write(chatRequest(ask('x', { stream: true })));
    await client.receive('xxx');
    client.pause();
    const signalled = performance.now();
    stack.gateway.signal('SIGTERM');
    expect(await stack.gateway.exited()).toBe(0);
    expect(performance.now() - signalled).toBeLessThan(5_000);
    await (
      await arrived
    ).closed;
    client.destroy();
  });

  it('should serve on while it is not ready, then close the listener', async () => {
    await start({ SHUTDOWN_DELAY_MS: '1500' });
    const arrived = stack.simulator.nextExchange();
    const running = await postChat(stack.origin, ask('x', { stream: true }));
    stack.gateway.signal('SIGTERM');
    await stack.gateway.outputMatching(/"event":"draining"/);

    const ready = await fetch(`${stack.origin}/health/ready`);
    expect(ready.status).toBe(503);
    expect(ready.headers.get('connection')).toBe('close');
    expect(await ready.json()).toEqual({
      status: 'draining',
      checks: { configuration: 'up', accepting: 'down', capacity: 'up' },
    });
    expect((await fetch(`${stack.origin}/health/live`)).status).toBe(200);

    stack.gateway.signal('SIGTERM');
    stack.simulator.enqueue(answerWith({ answer: 'Late, but served.' }));
    const late = await postChat(stack.origin, ask('x'));
    expect(late.headers.get('connection')).toBe('close');
    expect(await late.json()).toMatchObject({
      choices: [{ message: { content: 'Late, but served.' } }],
    });

    await refusesConnections(stack);
    finish(await arrived);
    expect((await readStream(running)).isDone).toBe(true);
    expect(await stack.gateway.exited()).toBe(0);
  });

  it('should stop accepting after the delay although a client keeps a connection', async () => {
    await start({ SHUTDOWN_DELAY_MS: '200' });
    const agent = new Agent({ keepAlive: true });
    const [response] = (await once(get(stack.origin, { agent }), 'response')) as [
      NodeJS.ReadableStream,
    ];
    await once(response.resume(), 'end');
    stack.gateway.signal('SIGTERM');
    expect(await stack.gateway.exited()).toBe(0);
    agent.destroy();
  });
});
