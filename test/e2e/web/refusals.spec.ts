import type { Reply } from '../../../src/simulator/simulator-server';
import { Stack } from '../../support/stack';
import { askInVain, CANARY } from '../../support/faults';
import { answerJson, answerOnce } from '../../support/upstream-answers';
import { httpFixture } from '../../support/web-fixtures';

const JSON_TYPE = 'application/json';

const modes = [{ stream: false }, { stream: true }];

describe.each(modes)('the web service that refuses the gateway, %j', (mode) => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    expect(stack.gateway.output).not.toContain(CANARY);
    await stack.stop();
  });

  it.each<[string, Reply]>([
    ['a bad signature', answerOnce(400, JSON_TYPE, httpFixture('400-signature.json'))],
    ['the page of a firewall', answerOnce(405, 'text/html', httpFixture('405-waf.html'))],
    ['403', answerJson(403, { detail: `No. ${CANARY}` })],
    ['an outdated client', answerJson(426, { error: { detail: CANARY, code: 426 } })],
    ['a captcha', answerJson(200, { error: { captcha_error_type: 'FRONTEND_CAPTCHA_REQUIRED' } })],
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
    stack.simulator.enqueue(answerOnce(401, JSON_TYPE, httpFixture('401-detail.json')));
    stack.simulator.enqueue(answerOnce(401, JSON_TYPE, httpFixture('401-detail.json')));
    const { status, headers, error } = await askInVain(stack, mode);
    expect(status).toBe(502);
    expect(error.code).toBe('upstream_refused');
    expect(headers.get('x-should-retry')).toBe('false');
    expect(stack.upstreamRequests - before).toBe(4);
  });

  it('should be understood when it does not know the model', async () => {
    stack.simulator.enqueue(answerJson(200, { detail: 'Model not found' }));
    const { status, error } = await askInVain(stack, mode);
    expect(status).toBe(502);
    expect(error).toMatchObject({ type: 'upstream_error', code: 'upstream_model_not_found' });
    expect(error.message).not.toContain('200');
  });

  it('should be waited for under load', async () => {
    stack.simulator.enqueue(answerOnce(429, JSON_TYPE, httpFixture('429-concurrency.json')));
    const { status, headers, error } = await askInVain(stack, mode);
    expect(status).toBe(429);
    expect(error).toMatchObject({ type: 'rate_limit_error', code: 'rate_limit_exceeded' });
    expect(headers.get('retry-after')).toBe('5');
    expect(headers.get('x-should-retry')).toBeNull();
  });
});
