import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { TEST_KEY } from '../support/gateway-process';
import { chatHead, RawClient } from '../support/raw-client';
import { readError } from '../support/read-error';

const MEBIBYTE = 1024 * 1024;

describe('requests that cannot be served', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ BODY_LIMIT_MB: '1' });
  });

  afterAll(async () => {
    await stack.stop();
  });

  const call = (method: string, path: string): Promise<Response> =>
    fetch(stack.origin + path, { method, headers: { authorization: `Bearer ${TEST_KEY}` } });

  it.each(['/nope', '/v1', '/v1/chat', '/v1/completions', '/v1/chat/completions/x', '/%ff'])(
    'should not know %s',
    async (path) => {
      const response = await call('GET', path);
      expect(response.status).toBe(404);
      const error = await readError(response);
      expect(error).toMatchObject({ type: 'invalid_request_error', code: 'unknown_url' });
    },
  );

  it.each([
    ['GET', '/v1/chat/completions', 'POST'],
    ['PUT', '/v1/chat/completions', 'POST'],
    ['POST', '/v1/models', 'GET'],
    ['DELETE', '/v1/models/GLM-4.5', 'GET'],
    ['POST', '/', 'GET'],
  ])('should not %s %s', async (method, path, allowed) => {
    const response = await call(method, path);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allowed);
    const error = await readError(response);
    expect(error).toMatchObject({ type: 'invalid_request_error', code: 'method_not_allowed' });
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])('should not take a body of type %s', async (type) => {
    const response = await postChat(stack.origin, ask('x'), { headers: { 'content-type': type } });
    expect(response.status).toBe(415);
    const error = await readError(response);
    expect(error).toMatchObject({
      type: 'invalid_request_error',
      code: 'unsupported_media_type',
    });
  });

  it.each(['application/json; charset=utf-8', 'application/vnd.api+json', 'APPLICATION/JSON'])(
    'should take a body of type %s',
    async (type) => {
      const headers = { 'content-type': type };
      const response = await postChat(stack.origin, ask('x'), { headers });
      expect(response.status).toBe(200);
    },
  );

  it('should not take an encoding that it does not know', async () => {
    const headers = { 'content-encoding': 'zstd' };
    const response = await postChat(stack.origin, ask('x'), { headers });
    expect(response.status).toBe(415);
    await readError(response);
  });

  it('should refuse a body over the limit by its announced length', async () => {
    const client = await RawClient.connect(stack.origin);
    client.write(chatHead({ 'content-length': String(2 * MEBIBYTE) }));
    const answer = await client.receive('payload_too_large');
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/\r\nx-request-id: [\w-]+\r\n/i);
    await client.closed;
  });

  it('should stop reading a body without announced length at the limit', async () => {
    const client = await RawClient.connect(stack.origin);
    client.write(chatHead({ 'transfer-encoding': 'chunked' }));
    const length = MEBIBYTE + 1;
    client.write(`${length.toString(16)}\r\n${'['.repeat(length)}\r\n`);
    // The body has not ended and never will.
    expect(await client.receive('payload_too_large')).toMatch(/^HTTP\/1\.1 413 /);
    await client.closed;
  });

  it('should serve a body right below the limit', async () => {
    const text = 'x'.repeat(MEBIBYTE - 200);
    const response = await postChat(stack.origin, ask(text));
    expect(response.status).toBe(200);
    expect(stack.simulator.exchanges.at(-1)?.prompt).toBe(text);
  });

  it('should not fail when a client leaves in the middle of its body', async () => {
    const client = await RawClient.connect(stack.origin);
    client.write(`${chatHead({ 'content-length': '1000', expect: '100-continue' })}{"model":`);
    await client.receive('100 Continue');
    client.destroy();
    const response = await postChat(stack.origin, ask('x'));
    expect(response.status).toBe(200);
    expect(stack.gateway.output).not.toContain('"level":"error"');
  });
});
