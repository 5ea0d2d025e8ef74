import { chatHead, chatRequest, RawClient } from '../../support/raw-client';
import { ask } from '../../support/chat';
import { TEST_KEY } from '../../support/gateway-process';
import { Stack } from '../../support/stack';

describe('heads of hostile requests', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    await stack.stop();
  });

  const exchange = async (bytes: string): Promise<string> => {
    const client = await RawClient.connect(stack.origin);
    client.write(bytes);
    await client.receive('}');
    client.destroy();
    return client.received.toString();
  };

  const withKeys = (...keys: readonly string[]): string => {
    const lines = keys.map((key) => `authorization: Bearer ${key}\r\n`).join('');
    return `GET /auth/whoami HTTP/1.1\r\nhost: gateway\r\n${lines}\r\n`;
  };

  it('should let the first of two keys count, whichever is good', async () => {
    expect(await exchange(withKeys(TEST_KEY, 'wrong'))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await exchange(withKeys('wrong', TEST_KEY))).toMatch(/^HTTP\/1\.1 401 /);
  });

  it.each([
    ['a length and chunks', { 'content-length': '4', 'transfer-encoding': 'chunked' }],
    ['two lengths', { 'content-length': '4\r\ncontent-length: 40' }],
    ['a length that is no number', { 'content-length': '4x' }],
    ['a negative length', { 'content-length': '-1' }],
    ['chunks in disguise', { 'transfer-encoding': 'xchunked' }],
    ['a folded header', { 'x-a': 'b\r\n c' }],
    ['a NUL', { 'x-a': 'b\u0000' }],
  ])('should refuse %s, and never ask the upstream', async (_case, headers) => {
    const before = stack.upstreamRequests;
    const answer = await exchange(`${chatHead(headers)}0\r\n\r\nGET / HTTP/1.1\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(stack.upstreamRequests).toBe(before);
  });

  it.each([
    '//v1/models',
    '/V1/models',
    '/v1/%6dodels',
    '/v1/./models',
    '/%2e/v1/models',
    '/v1/models/',
    '/v1/models?key=x',
    '/health/../v1/models',
    '/health/live/../../v1/models',
    '/health%2flive/../v1/models',
    'http://gateway/v1/models',
    'http://gateway/health/live/..%2f..%2fv1/models',
  ])('should give nothing without a key at %s', async (path) => {
    const answer = await exchange(`GET ${path} HTTP/1.1\r\nhost: gateway\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 40[14] /);
    expect(answer).not.toContain('"data"');
  });

  it('should not let forwarding headers or fields choose anything', async () => {
    const before = stack.simulator.exchanges.length;
    const answer = await exchange(
      chatRequest(ask('x', { api_base: 'http://127.0.0.1:1', extra_headers: { 'x-evil': '1' } }), {
        'x-forwarded-host': '127.0.0.1:1',
        'x-forwarded-for': '169.254.169.254',
        'x-original-url': '/health/live',
        'x-http-method-override': 'GET',
        host: '169.254.169.254',
      }),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(stack.simulator.exchanges).toHaveLength(before + 1);
    const { headers } = stack.simulator.exchanges.at(-1) ?? { headers: {} };
    expect(Object.keys(headers).filter((name) => /^x-(?!request-id$)/.test(name))).toEqual([]);
  });

  it('should keep browsers from running or framing any answer', async () => {
    for (const path of ['/', '/nope', '/v1/models', '/health/ready']) {
      const { headers } = await fetch(stack.origin + path);
      const policy = headers.get('content-security-policy');
      expect(policy).toBe("default-src 'none';frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    const page = await fetch(`${stack.origin}/docs`);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
    expect(await page.text()).not.toMatch(/<script(?![^>]* src="\.\/docs\/)/);
  });
});
