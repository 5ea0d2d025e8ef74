import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { TEST_KEY } from '../support/gateway-process';
import { chatHead, RawClient } from '../support/raw-client';
import { checkError, readError } from '../support/read-error';
import { upstreamUnderTest } from '../support/upstream-under-test';

const OTHER_KEY = 'sk-other-key-of-the-suite';

describe('keys of clients', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ AUTH_TOKEN: `${TEST_KEY}, ${OTHER_KEY}` });
  });

  afterAll(async () => {
    await stack.stop();
  });

  const whoami = (headers: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(`${stack.origin}/auth/whoami`, { headers });

  it.each([
    ['as OpenAI clients send it', `Bearer ${TEST_KEY}`],
    ['with a lower-case scheme', `bearer ${TEST_KEY}`],
    ['with an upper-case scheme', `BEARER ${TEST_KEY}`],
    ['with more blanks', `Bearer   ${TEST_KEY} `],
    ['which is the second one configured', `Bearer ${OTHER_KEY}`],
  ])('should accept a key %s', async (_form, authorization) => {
    const response = await whoami({ authorization });
    expect(response.status).toBe(200);
    const identity = (await response.json()) as { readonly key_id: string };
    expect(identity.key_id).toMatch(/^key_[0-9a-f]{12}$/);
    expect(identity.key_id).not.toContain(TEST_KEY);
  });

  it('should accept a key as Anthropic clients send it', async () => {
    const response = await whoami({ 'x-api-key': TEST_KEY });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(
      await (await whoami({ authorization: `Bearer ${TEST_KEY}` })).json(),
    );
  });

  it.each([
    ['no header', {}],
    ['an empty header', { authorization: '' }],
    ['the scheme alone', { authorization: 'Bearer ' }],
    ['the key alone', { authorization: TEST_KEY }],
    ['another scheme', { authorization: `Basic ${TEST_KEY}` }],
    ['another header', { 'api-key': TEST_KEY }],
    ['another key in the header of Anthropic', { 'x-api-key': `${TEST_KEY}x` }],
    ['two keys in one header', { authorization: `Bearer ${TEST_KEY}, ${OTHER_KEY}` }],
    ['both keys as configured', { authorization: `Bearer ${TEST_KEY},${OTHER_KEY}` }],
    ['a part of the key', { authorization: `Bearer ${TEST_KEY.slice(0, -1)}` }],
    ['more than the key', { authorization: `Bearer ${TEST_KEY}x` }],
    ['the key in another case', { authorization: `Bearer ${TEST_KEY.toUpperCase()}` }],
    ['the key in quotes', { authorization: `Bearer "${TEST_KEY}"` }],
    ['an injection', { authorization: `Bearer ' OR '1'='1` }],
    ['letters beyond ASCII', { authorization: 'Bearer \u00e9\u00fc\u00ff' }],
    ['a very long key', { authorization: `Bearer ${'x'.repeat(8000)}` }],
  ] as readonly (readonly [string, Record<string, string>])[])(
    'should refuse %s',
    async (_form, headers) => {
      const response = await whoami(headers);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      const error = await readError(response);
      expect(error).toMatchObject({
        type: 'invalid_request_error',
        param: null,
        code: 'invalid_api_key',
      });
    },
  );

  it.each(['/v1/models', '/v1/models/GLM-4.5', '/auth/whoami', '/upstream/status'])(
    'should guard %s',
    async (path) => {
      const response = await fetch(stack.origin + path);
      expect(response.status).toBe(401);
      await readError(response);
    },
  );

  it.each(['//v1/chat/completions', '/v1/../v1/chat/completions', '/%761/chat/completions'])(
    'should open no way around the guard at %s',
    async (path) => {
      const client = await RawClient.connect(stack.origin);
      const head = chatHead({ authorization: 'Bearer wrong', 'content-length': '2' });
      client.write(`${head.replace('/v1/chat/completions', path)}{}`);
      expect(await client.receive('"error"')).toMatch(/^HTTP\/1\.1 40[14] /);
      client.destroy();
    },
  );

  it('should not depend on the host that the request names', async () => {
    const client = await RawClient.connect(stack.origin);
    client.write(
      chatHead({ host: 'localhost@admin', authorization: 'Bearer wrong', 'content-length': '0' }),
    );
    expect(await client.receive('"error"')).toMatch(/^HTTP\/1\.1 401 /);
    client.destroy();
  });

  it('should refuse a caller without key before it reads the body', async () => {
    const client = await RawClient.connect(stack.origin);
    client.write(chatHead({ authorization: 'Bearer wrong', 'content-length': '1000000000' }));
    const answer = await client.receive('"error"');
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toMatch(/\r\nx-request-id: [\w-]+\r\n/i);
    checkError(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))));
    client.destroy();
  });

  it('should not trouble the upstream for a caller without key', async () => {
    const before = stack.upstreamRequests;
    const headers = { authorization: 'Bearer wrong' };
    await readError(await postChat(stack.origin, ask('x', { stream: true }), { headers }));
    await (await postChat(stack.origin, ask('x'))).json();
    // The second request alone.
    expect(stack.upstreamRequests - before).toBe(upstreamUnderTest.requestsPerChat);
  });
});
