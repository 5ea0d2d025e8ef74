import { ask, postChat } from '../../support/chat';
import { speak } from '../../support/faults';
import { chatHead, RawClient } from '../../support/raw-client';
import { readLimited, untilMinuteHasRoom } from '../../support/limits';
import { Stack } from '../../support/stack';

const DURATION = /^(\d+ms|(1m)?\d+(\.\d+)?s)$/;

describe('requests per minute', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ KEY_RPM: '3', AUTH_TOKEN: 'sk-first-key,sk-second-key' });
  });

  afterAll(async () => {
    await stack.stop();
  });

  const askAs = (key: string, body: unknown = ask('x')): Promise<Response> =>
    postChat(stack.origin, body, { headers: { authorization: `Bearer ${key}` } });

  it('should count down, refuse what goes beyond, and leave other keys alone', async () => {
    await untilMinuteHasRoom();
    for (const remaining of ['2', '1', '0']) {
      const { status, headers } = await askAs('sk-first-key');
      expect(status).toBe(200);
      expect(headers.get('x-ratelimit-limit-requests')).toBe('3');
      expect(headers.get('x-ratelimit-remaining-requests')).toBe(remaining);
      expect(headers.get('x-ratelimit-reset-requests')).toMatch(DURATION);
      expect(headers.get('x-ratelimit-limit-tokens')).toBeNull();
    }
    const refused = await askAs('sk-first-key', ask('x', { stream: true }));
    expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('0');
    expect((await readLimited(refused)).message).toContain('3 requests per minute');
    expect((await askAs('sk-second-key')).status).toBe(200);
  });

  it('should leave alone what makes the upstream do nothing', async () => {
    const headers = { authorization: 'Bearer sk-first-key' };
    for (const path of ['/v1/models', '/auth/whoami', '/v1/models/GLM-4.5', '/health/live']) {
      for (let time = 0; time < 4; time += 1) {
        const response = await fetch(stack.origin + path, { headers });
        expect(response.status).toBe(200);
        expect(response.headers.get('x-ratelimit-limit-requests')).toBeNull();
      }
    }
  });

  it('should tell browsers that they may read the headers', async () => {
    const response = await askAs('sk-second-key');
    const exposed = response.headers.get('access-control-expose-headers')?.split(',') ?? [];
    for (const name of ['x-ratelimit-remaining-tokens', 'retry-after', 'retry-after-ms']) {
      expect(exposed).toContain(name);
    }
  });
});

describe('tokens per minute', () => {
  // One for each test: what one of them has used is none of the others' business.
  const keys = Array.from({ length: 12 }, (_, index) => `sk-key-number-${String(index)}`);
  let key = '';
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ KEY_TPM: '1000', AUTH_TOKEN: keys.join() });
  });

  beforeEach(async () => {
    key = keys.pop() ?? '';
    await untilMinuteHasRoom();
  });

  afterAll(async () => {
    await stack.stop();
  });

  const send = (body: unknown): Promise<Response> =>
    postChat(stack.origin, body, { headers: { authorization: `Bearer ${key}` } });

  const remaining = (response: Response): number =>
    Number(response.headers.get('x-ratelimit-remaining-tokens'));

  const replyWithUsage = (total: number): void => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      const usage = { prompt_tokens: 1, completion_tokens: total - 1, total_tokens: total };
      exchange.send({ phase: 'other', usage });
      exchange.send({ phase: 'done', done: true });
      exchange.end();
    });
  };

  it('should replace the estimate by what the upstream reports', async () => {
    replyWithUsage(700);
    const first = await send(ask('x', { max_tokens: 100 }));
    const estimate = 1000 - remaining(first);
    expect(estimate).toBeGreaterThan(100);
    expect(estimate).toBeLessThan(140);
    await first.text();
    const refused = await send(ask('x', { max_tokens: 350 }));
    expect(refused.headers.get('x-ratelimit-remaining-tokens')).toBe('300');
    const { message } = await readLimited(refused);
    expect(message).toMatch(/1000 tokens per minute: 300 are left, .* may need 3[67]\d\./);
    const small = await send(ask('x', { max_tokens: 100 }));
    expect(small.status).toBe(200);
  });

  it('should give back what a small answer did not need', async () => {
    replyWithUsage(10);
    await (await send(ask('x', { max_tokens: 900 }))).text();
    const second = await send(ask('x', { max_tokens: 900, stream: true }));
    expect(second.status).toBe(200);
    expect(1000 - remaining(second)).toBeLessThan(950);
  });

  it.each([
    ['a request that is not valid', { messages: 'none', max_tokens: 800 }, 400],
    ['a request for an unknown model', ask('x', { model: 'nope', max_tokens: 800 }), 404],
  ])('should give back all of it after %s', async (_case, body, status) => {
    for (let time = 0; time < 3; time += 1) {
      expect((await send(body)).status).toBe(status);
    }
  });

  it('should give back all of it when the upstream fails at once', async () => {
    for (let time = 0; time < 3; time += 1) {
      stack.simulator.enqueue((exchange) => {
        exchange.answer(500, 'text/plain', 'no');
      });
      expect((await send(ask('x', { max_tokens: 800 }))).status).toBe(502);
    }
  });

  it('should not let requests in parallel exceed it', async () => {
    const refused = new Waiting(4);
    for (let time = 0; time < 2; time += 1) {
      stack.simulator.enqueue(async (exchange) => {
        await refused.all;
        exchange.say('At last.');
        exchange.finish();
      });
    }
    const statuses = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async () => {
        const { status } = await send(ask('x', { max_tokens: 400 }));
        if (status === 429) refused.count();
        return status;
      }),
    );
    expect(statuses.sort()).toEqual([200, 200, 429, 429, 429, 429]);
  });

  it('should run a request that may need more than the limit in a minute of its own', async () => {
    const first = await send(ask('x', { max_tokens: 50_000 }));
    expect(first.status).toBe(200);
    expect(remaining(first)).toBe(0);
    await first.text();
    const second = await send(ask('x', { max_tokens: 50_000 }));
    await readLimited(second);
  });

  it('should not be fooled by a body that says nothing of its length', async () => {
    const body = JSON.stringify(ask('word '.repeat(1000)));
    const client = await RawClient.connect(stack.origin);
    const chunk = `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    client.write(
      chatHead({ authorization: `Bearer ${key}`, 'transfer-encoding': 'chunked' }) + chunk,
    );
    const text = await client.receive('x-ratelimit-remaining-tokens');
    expect(text).toMatch(/x-ratelimit-remaining-tokens: 0\r\n/i);
    client.destroy();
  });
});

/** Resolves once something happened so many times. */
class Waiting {
  readonly all: Promise<void>;
  private resolve = (): void => undefined;

  constructor(private left: number) {
    this.all = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  count(): void {
    this.left -= 1;
    if (this.left === 0) this.resolve();
  }
}
