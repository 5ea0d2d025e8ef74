import { ask, postChat } from '../../support/chat';
import { chatHead, RawClient } from '../../support/raw-client';
import { checkError } from '../../support/read-error';
import { Stack } from '../../support/stack';

const CONNECTIONS = 20;

describe('clients that send slowly', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({
      REQUEST_HEADERS_TIMEOUT_MS: '500',
      REQUEST_TIMEOUT_MS: '1000',
      MAX_CONNECTIONS: '60',
    });
  });

  afterAll(async () => {
    await stack.stop();
  });

  it.each([
    ['half a head', 'POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\nx-a: b'],
    ['half a body', `${chatHead({ 'content-length': '1000' })}{"model":`],
    ['half a body in chunks', `${chatHead({ 'transfer-encoding': 'chunked' })}9\r\n{"model":\r\n`],
  ])('should be told and cut off after %s, while others are served', async (_case, bytes) => {
    const slow = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => RawClient.connect(stack.origin)),
    );
    for (const client of slow) client.write(bytes);
    expect((await postChat(stack.origin, ask('x'))).status).toBe(200);
    for (const client of slow) {
      await client.closed;
      const text = client.received.toString();
      expect(text).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
      expect(text).toMatch(/\r\nx-request-id: [\w-]{36}\r\n/);
      const error = checkError(JSON.parse(text.slice(text.indexOf('{'))));
      expect(error).toMatchObject({ type: 'invalid_request_error', code: 'request_timeout' });
    }
  });

  it('should be left without a word when they send nothing at all', async () => {
    const client = await RawClient.connect(stack.origin);
    await client.closed;
    expect(client.receivedLength).toBe(0);
  });

  it('should not get the time-outs of requests when it is the answer that takes long', async () => {
    stack.simulator.enqueue(async (exchange) => {
      exchange.say('Slow ');
      await exchange.pause(2_500);
      exchange.say('but whole.');
      exchange.finish();
      exchange.end();
    });
    const response = await postChat(stack.origin, ask('x', { stream: true }));
    expect(await response.text()).toContain('[DONE]');
  });

  it('should not take more connections than there may be', async () => {
    const clients = await Promise.all(
      Array.from({ length: 80 }, () => RawClient.connect(stack.origin)),
    );
    await Promise.race(clients.map(({ closed }) => closed));
    for (const client of clients) client.destroy();
    await Promise.all(clients.map(({ closed }) => closed));
    let response = await fetch(stack.origin).catch(() => undefined);
    while (response === undefined) response = await fetch(stack.origin).catch(() => undefined);
    expect(response.status).toBe(200);
  });
});
