import { gzipSync } from 'node:zlib';
import type { Reply } from '../../src/simulator/simulator-server';
import { Stack } from '../support/stack';
import { askInVain, CANARY } from '../support/faults';
import { answerJson, answerOnce, refuse } from '../support/upstream-answers';
import { upstreamUnderTest } from '../support/upstream-under-test';

const PAGE = `<!doctype html><html><title>Sign in</title><body>${CANARY}</body></html>`;

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

  it.each<[string, Reply, number, string]>([
    ['HTML', answerOnce(200, 'text/html', PAGE), 502, 'upstream_invalid_response'],
    ['text without a type', answerOnce(200, '', PAGE), 502, 'upstream_incomplete'],
    ['JSON', answerJson(200, { hello: CANARY }), 502, 'upstream_error'],
    ['an empty stream', answerOnce(200, 'text/event-stream', ''), 502, 'upstream_incomplete'],
    ['no content', answerOnce(204, 'text/plain', ''), 502, 'upstream_invalid_response'],
    ['500 in plain text', answerOnce(500, 'text/plain', CANARY), 502, 'upstream_error'],
    ['502 of a proxy', answerOnce(502, 'text/html', PAGE), 502, 'upstream_error'],
    ['503', answerJson(503, { message: CANARY }), 503, 'upstream_overloaded'],
    ['504', answerOnce(504, 'text/html', PAGE), 504, 'upstream_timeout'],
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
    stack.simulator.enqueue(refuse(429, given));
    const { status, headers, error } = await askInVain(stack, mode);
    expect(status).toBe(429);
    expect(error).toMatchObject({ type: 'rate_limit_error', code: 'rate_limit_exceeded' });
    expect(headers.get('retry-after')).toBe(expected);
    expect(headers.get('x-should-retry')).toBeNull();
  });

  it.each([301, 302, 303, 307, 308])('should not follow a redirect with %d', async (status) => {
    const { simulator } = stack;
    const before = stack.upstreamRequests;
    const { dialect, requestsPerChat } = upstreamUnderTest;
    const chat = dialect === 'web' ? '' : '/chat/completions';
    const location =
      status < 307 ? `${simulator.origin}/api/v1/auths/` : `${simulator.endpoint(dialect)}${chat}`;
    simulator.enqueue(answerOnce(status, 'text/plain', '', { location }));
    const { error } = await askInVain(stack, mode);
    expect(error.code).toBe('upstream_invalid_response');
    // One chat: the target, which counts alike, saw nothing.
    expect(stack.upstreamRequests - before).toBe(requestsPerChat);
  });

  it('should not unpack what it asked not to be packed', async () => {
    const bomb = gzipSync('data: '.repeat(1_000_000));
    const headers = { 'content-encoding': 'gzip' };
    stack.simulator.enqueue(answerOnce(200, 'text/event-stream', bomb, headers));
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
