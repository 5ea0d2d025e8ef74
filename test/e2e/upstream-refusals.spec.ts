import { gzipSync } from 'node:zlib';
import type { Reply } from '../../src/simulator/simulator-server';
import { Stack } from '../support/stack';
import { askInVain, CANARY } from '../support/faults';
import { httpFixture } from '../support/web-fixtures';

const JSON_TYPE = 'application/json';
const PAGE = `<!doctype html><html><title>Sign in</title><body>${CANARY}</body></html>`;

const json = (status: number, body: object, headers = {}): Reply => {
  const text = JSON.stringify({ ...body, trace: CANARY });
  return (exchange) => {
    exchange.answer(status, JSON_TYPE, text, headers);
  };
};
const answer = (status: number, type: string, body: string | Uint8Array, headers = {}): Reply => {
  return (exchange) => {
    exchange.answer(status, type, body, headers);
  };
};

const modes = [{ stream: false }, { stream: true }];

describe.each(modes)('an upstream that answers with no event stream, %j', (mode) => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    expect(stack.gateway.output).not.toContain(CANARY);
    await stack.stop();
  });

  it.each<[string, Reply]>([
    ['a bad signature', answer(400, JSON_TYPE, httpFixture('400-signature.json'))],
    ['the page of a firewall', answer(405, 'text/html', httpFixture('405-waf.html'))],
    ['403', json(403, { detail: `No. ${CANARY}` })],
    ['an outdated client', json(426, { error: { detail: CANARY, code: 426 } })],
    ['a captcha', json(200, { error: { captcha_error_type: 'FRONTEND_CAPTCHA_REQUIRED' } })],
  ])('should name the official API for %s', async (_case, reply) => {
    stack.simulator.enqueue(reply);
    const { status, headers, error } = await askInVain(stack, mode);
    expect(status).toBe(502);
    expect(error).toMatchObject({ type: 'upstream_error', code: 'upstream_refused', param: null });
    expect(error.message).toContain('https://api.z.ai/');
    expect(headers.get('x-should-retry')).toBe('false');
  });

  it('should try a fresh token once when the upstream refuses the first', async () => {
    const before = stack.upstreamRequests;
    stack.simulator.enqueue(answer(401, JSON_TYPE, httpFixture('401-detail.json')));
    stack.simulator.enqueue(answer(401, JSON_TYPE, httpFixture('401-detail.json')));
    const { status, headers, error } = await askInVain(stack, mode);
    expect(status).toBe(502);
    expect(error.code).toBe('upstream_refused');
    expect(headers.get('x-should-retry')).toBe('false');
    expect(stack.upstreamRequests - before).toBe(4);
  });

  it.each<[string, Reply, number, string]>([
    ['HTML', answer(200, 'text/html', PAGE), 502, 'upstream_invalid_response'],
    ['text without a type', answer(200, '', PAGE), 502, 'upstream_incomplete'],
    ['JSON', json(200, { hello: CANARY }), 502, 'upstream_error'],
    ['an unknown model', json(200, { detail: 'Model not found' }), 502, 'upstream_model_not_found'],
    ['an empty stream', answer(200, 'text/event-stream', ''), 502, 'upstream_incomplete'],
    ['no content', answer(204, 'text/plain', ''), 502, 'upstream_invalid_response'],
    ['500 in plain text', answer(500, 'text/plain', CANARY), 502, 'upstream_error'],
    ['502 of a proxy', answer(502, 'text/html', PAGE), 502, 'upstream_error'],
    ['503', json(503, { message: CANARY }), 503, 'upstream_overloaded'],
    ['504', answer(504, 'text/html', PAGE), 504, 'upstream_timeout'],
  ])('should report %s', async (_case, reply, status, code) => {
    stack.simulator.enqueue(reply);
    const refusal = await askInVain(stack, mode);
    expect(refusal.status).toBe(status);
    expect(refusal.error).toMatchObject({ type: 'upstream_error', code });
    expect(refusal.error.message).not.toContain('200');
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['as the upstream says', { 'retry-after': '7' }, '7'],
    ['in a while when it does not say', {}, '5'],
    ['in a while when it gives a date', { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' }, '5'],
    ['at most in ten minutes', { 'retry-after': '86400' }, '600'],
  ])('should send clients away under load, to come back %s', async (_case, given, expected) => {
    stack.simulator.enqueue(answer(429, JSON_TYPE, httpFixture('429-concurrency.json'), given));
    const { status, headers, error } = await askInVain(stack, mode);
    expect(status).toBe(429);
    expect(error).toMatchObject({ type: 'rate_limit_error', code: 'rate_limit_exceeded' });
    expect(headers.get('retry-after')).toBe(expected);
    expect(headers.get('x-should-retry')).toBeNull();
  });

  it.each([301, 302, 303, 307, 308])('should not follow a redirect with %d', async (status) => {
    const { simulator } = stack;
    const before = stack.upstreamRequests;
    const location = status < 307 ? `${simulator.origin}/api/v1/auths/` : simulator.chatUrl;
    simulator.enqueue(answer(status, 'text/plain', '', { location }));
    const { error } = await askInVain(stack, mode);
    expect(error.code).toBe('upstream_invalid_response');
    // One token and one chat: the target, which counts alike, saw nothing.
    expect(stack.upstreamRequests - before).toBe(2);
  });

  it('should not unpack what it asked not to be packed', async () => {
    const bomb = gzipSync('data: '.repeat(1_000_000));
    const headers = { 'content-encoding': 'gzip' };
    stack.simulator.enqueue(answer(200, 'text/event-stream', bomb, headers));
    const { status, error } = await askInVain(stack, mode);
    expect(status).toBe(502);
    expect(error.code).toBe('upstream_invalid_response');
    expect(stack.simulator.exchanges.at(-1)?.headers['accept-encoding']).toBe('identity');
  });

  it('should not wait for the end of a page that has none', async () => {
    stack.simulator.enqueue((exchange) => {
      exchange.open(200, { 'content-type': 'text/html' });
      exchange.write(PAGE.repeat(1000));
    });
    const arrived = stack.simulator.nextExchange();
    const { status } = await askInVain(stack, mode);
    expect(status).toBe(502);
    await (
      await arrived
    ).closed;
  });
});
