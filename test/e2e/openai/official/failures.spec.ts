import { ask, postChat } from '../../../support/chat';
import { askInVain, CANARY, speak, streamInVain } from '../../../support/faults';
import { readStream } from '../../../support/read-sse';
import { Stack } from '../../../support/stack';

const modes = [{ stream: true }, { stream: false }];

describe('failures of the official API that are not the fault of a key', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    expect(stack.gateway.output).not.toContain(CANARY);
    await stack.stop();
  });

  it.each([
    { code: '1210', given: 400, status: 400, meaning: 'invalid_request_error' },
    { code: '1214', given: 400, status: 400, meaning: 'invalid_request_error' },
    { code: '1261', given: 400, status: 400, meaning: 'context_length_exceeded' },
    { code: '1301', given: 400, status: 400, meaning: 'content_policy_violation' },
    { code: '1211', given: 400, status: 404, meaning: 'model_not_found' },
    { code: '1220', given: 403, status: 502, meaning: 'upstream_refused' },
    { code: '1200', given: 500, status: 502, meaning: 'upstream_error' },
    { code: '1234', given: 500, status: 502, meaning: 'upstream_error' },
    { code: '1230', given: 200, status: 502, meaning: 'upstream_error' },
  ])('should become what clients understand: $code', async ({ code, given, status, meaning }) => {
    for (const mode of modes) {
      stack.simulator.enqueue((exchange) => {
        exchange.refuse(given, { code, message: CANARY });
      });
      const refusal = await askInVain(stack, mode);
      const type = status < 500 ? 'invalid_request_error' : 'upstream_error';
      expect(refusal.status).toBe(status);
      expect(refusal.error).toMatchObject({ type, code: meaning });
      const isFinal = meaning !== 'upstream_error';
      expect(refusal.headers.get('x-should-retry')).toBe(isFinal ? 'false' : null);
    }
  });

  it('should be told in a stream that has begun', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.sayFailure(500, { code: '1200', message: CANARY });
    });
    const { text, error } = await streamInVain(stack);
    expect(text).toBe('So far so good.');
    expect(error?.['code']).toBe('upstream_error');
  });

  it('should be told when only the reason of the end tells of one', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.finish('network_error');
    });
    const { text, error } = await streamInVain(stack);
    expect(text).toBe('So far so good.');
    expect(error?.['type']).toBe('upstream_error');
  });

  it.each([
    ['sensitive', 'content_filter'],
    ['model_context_window_exceeded', 'length'],
    ['length', 'length'],
    ['stop', 'stop'],
  ])('should not be seen in the end %s', async (reason, expected) => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.finish(reason);
    });
    const stream = await readStream(await postChat(stack.origin, ask('x', { stream: true })));
    expect(stream).toMatchObject({ finishReasons: [expected], isDone: true });
  });
});

describe('the only key of the official API', () => {
  it.each([
    { code: '1000', given: 401, status: 502, meaning: 'upstream_auth_error' },
    { code: '1112', given: 403, status: 502, meaning: 'upstream_auth_error' },
    { code: '1309', given: 429, status: 502, meaning: 'upstream_auth_error' },
    { code: '1113', given: 429, status: 429, meaning: 'insufficient_quota' },
    { code: '1308', given: 429, status: 429, meaning: 'insufficient_quota' },
    { code: '1303', given: 429, status: 429, meaning: 'rate_limit_exceeded' },
    { code: '1305', given: 503, status: 503, meaning: 'upstream_overloaded' },
  ])('should be told of as a $code, and be used on', async (example) => {
    const { code, given, status, meaning } = example;
    const stack = await Stack.start();
    stack.simulator.enqueue((exchange) => {
      exchange.refuse(given, { code, message: CANARY });
    });
    const first = await askInVain(stack, {});
    const second = await postChat(stack.origin, ask('x'));
    const { output } = stack.gateway;
    await stack.stop();
    expect(first.status).toBe(status);
    expect(first.error.code).toBe(meaning);
    // No other key could take over: whoever comes next finds out whether it is good again.
    expect(second.status).toBe(200);
    expect(output).not.toContain(CANARY);
  });
});

describe('several keys of the official API', () => {
  const keys = ['first-upstream-key', 'second-upstream-key'];
  let stack: Stack;

  beforeEach(async () => {
    const probe = { UPSTREAM_API_KEY: keys.join(','), DEBUG_LOGGING: 'true' };
    stack = await Stack.start(probe);
  });

  afterEach(async () => {
    for (const key of keys) expect(stack.gateway.output).not.toContain(key);
    await stack.stop();
  });

  it.each(modes)('should replace each other before there is output, %j', async (mode) => {
    stack.simulator.enqueue((exchange) => {
      exchange.refuse(429, { code: '1113', message: CANARY });
    });
    const response = await postChat(stack.origin, ask('x', mode));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Hello');
    const used = stack.simulator.exchanges.map(({ headers }) => headers.authorization);
    expect(new Set(used)).toEqual(new Set(keys.map((key) => `Bearer ${key}`)));
    // The one without balance is left alone from now on.
    await (await postChat(stack.origin, ask('x'))).text();
    expect(stack.simulator.exchanges.at(-1)?.headers.authorization).toBe(used[1]);
  });

  it('should not replace each other once there was output', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.sayFailure(429, { code: '1113', message: CANARY });
    });
    const { error } = await streamInVain(stack);
    expect(error?.['code']).toBe('insufficient_quota');
    expect(stack.simulator.exchanges).toHaveLength(1);
  });
});
