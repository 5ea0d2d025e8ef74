import { ask, postChat } from '../../support/chat';
import { speak } from '../../support/faults';
import { chatHead, chatRequest, RawClient } from '../../support/raw-client';
import { readError } from '../../support/read-error';
import { readLimited, startEndless, statusesOf } from '../../support/limits';
import { Stack } from '../../support/stack';

describe('requests at a time', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ KEY_CONCURRENCY: '1', STALL_TIMEOUT_MS: '200' });
  });

  afterEach(async () => {
    // Whatever a test did with the only slot: it must be free again.
    expect(await statusesOf([stack.origin])).toEqual([200]);
  });

  afterAll(async () => {
    await stack.stop();
  });

  it('should refuse a second one, and take it once the first has ended', async () => {
    const { exchange, leave } = await startEndless(stack);
    const refused = await postChat(stack.origin, ask('x'));
    expect((await readLimited(refused)).message).toContain('1 request in progress');
    leave();
    await exchange.closed;
  });

  it.each([{ stream: true }, { stream: false }])(
    'should free the slot of a client that leaves before the first byte, %j',
    async (mode) => {
      stack.simulator.enqueue(() => undefined);
      const arrived = stack.simulator.nextExchange();
      const client = await RawClient.connect(stack.origin);
      client.write(chatRequest(ask('x', mode)));
      const exchange = await arrived;
      expect(await statusesOf([stack.origin])).toEqual([429]);
      client.destroy();
      await exchange.closed;
    },
  );

  it('should free the slot of a client that never sends its body', async () => {
    const client = await RawClient.connect(stack.origin);
    client.write(chatHead({ 'content-length': '1000', expect: '100-continue' }));
    await client.receive('100 Continue');
    expect(await statusesOf([stack.origin])).toEqual([429]);
    client.destroy();
    let [status] = await statusesOf([stack.origin]);
    while (status !== 200) [status] = await statusesOf([stack.origin]);
  });

  it('should free the slot of a client that reads nothing', async () => {
    stack.simulator.enqueue(async (exchange) => {
      // A character of six bytes in JSON: the buffers are full before the answer is too long.
      const data = { phase: 'answer', delta_content: '\u0001'.repeat(8192) };
      while (!exchange.isClosed) {
        if (!exchange.send(data)) await Promise.race([exchange.drained(), exchange.closed]);
      }
    });
    const arrived = stack.simulator.nextExchange();
    const client = await RawClient.connect(stack.origin);
    client.pause();
    client.write(chatRequest(ask('x', { stream: true })));
    const exchange = await arrived;
    await exchange.closed;
    client.destroy();
  });

  it.each([
    ['no JSON', '{"model":', 400],
    ['no messages', {}, 400],
    ['an unknown model', ask('x', { model: 'nope' }), 404],
  ])('should free the slot of a request with %s', async (_case, body, status) => {
    expect((await postChat(stack.origin, body)).status).toBe(status);
  });

  it('should free the slot after a body that is not sent as JSON', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect((await postChat(stack.origin, 'x', { headers })).status).toBe(415);
  });

  it('should free the slot after a failure of the upstream, early or late', async () => {
    stack.simulator.enqueue((exchange) => {
      exchange.reset();
    });
    expect((await postChat(stack.origin, ask('x'))).status).toBe(502);
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.reset();
    });
    const stream = await postChat(stack.origin, ask('x', { stream: true }));
    expect(await stream.text()).toContain('"error"');
  });
});

describe('requests of the whole process', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ MAX_INFLIGHT: '2' });
  });

  afterAll(async () => {
    await stack.stop();
  });

  const readiness = async (): Promise<unknown> => {
    const response = await fetch(`${stack.origin}/health/ready`);
    const { status } = (await response.json()) as { readonly status: string };
    return [response.status, status];
  };

  it('should be refused at once above the cap, and show in the readiness', async () => {
    expect(await readiness()).toEqual([200, 'ok']);
    const running = [await startEndless(stack), await startEndless(stack)];
    const refused = await postChat(stack.origin, ask('x'));
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(await readError(refused)).toMatchObject({ type: 'server_error', code: 'overloaded' });
    expect(await readiness()).toEqual([503, 'full']);
    const metrics = await (await fetch(`${stack.origin}/metrics`)).text();
    expect(metrics).toContain('gateway_rejected_total{reason="capacity"} 1\n');
    expect((await fetch(`${stack.origin}/health/live`)).status).toBe(200);
    for (const { exchange, leave } of running) {
      leave();
      await exchange.closed;
    }
    expect(await readiness()).toEqual([200, 'ok']);
    expect(await statusesOf([stack.origin])).toEqual([200]);
  });

  it('should not be used up by callers without a key', async () => {
    const running = [await startEndless(stack), await startEndless(stack)];
    const headers = { authorization: 'Bearer sk-wrong' };
    expect(await statusesOf([stack.origin], headers)).toEqual([401]);
    for (const { exchange, leave } of running) {
      leave();
      await exchange.closed;
    }
  });
});
