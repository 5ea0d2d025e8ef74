import { makePool, QUEUE_TIMEOUT, take } from '../../../../test/support/key-pools';
import type { KeyPool } from './key-pool';

const START = Date.UTC(2026, 0, 1);

/** Leaves the key `b` out of account, as for a request that has tried it. */
const B = 'key_3e23e816';

describe('PoolKey, as a pool uses it', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: START });
  });

  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  describe('a key that rests', () => {
    it.each([
      { kind: 'cool-down', state: 'cooling' },
      { kind: 'bench', state: 'benched' },
    ] as const)('should not be used while it is $state, then be used again', ({ kind, state }) => {
      const pool = makePool({ keys: ['a', 'b'] });
      take(pool).lease?.report({ kind, seconds: 60 }, 'rate_limit_exceeded');
      const retryAt = START / 1000 + 60;
      expect(pool.status()).toMatchObject([
        { state, retryAt, inFlight: 1, lastErrorCode: 'rate_limit_exceeded' },
        { state: 'ready', retryAt: null },
      ]);
      expect([take(pool).key, take(pool).key]).toEqual(['b', 'b']);
      jest.advanceTimersByTime(60_000);
      expect(pool.status()).toMatchObject([{ state: 'ready', retryAt: null }, {}]);
      expect(take(pool).key).toBe('a');
    });

    it('should serve those who wait as soon as it is back', () => {
      const pool = makePool({ keys: ['a', 'b'], concurrency: 1 });
      const first = take(pool);
      take(pool);
      const waiting = take(pool);
      first.lease?.report({ kind: 'cool-down', seconds: 3 });
      first.leave();
      expect(waiting.key).toBeUndefined();
      jest.advanceTimersByTime(2999);
      expect(waiting.key).toBeUndefined();
      jest.advanceTimersByTime(1);
      expect(waiting.key).toBe('a');
    });

    it('should be waited for by those in line when it returns in time, though it is the last', () => {
      const pool = makePool({ keys: ['a', 'b'], concurrency: 1 });
      const first = take(pool, B);
      const waiting = take(pool, B);
      first.lease?.report({ kind: 'cool-down', seconds: 3 });
      first.leave();
      expect(take(pool, B).error).toMatchObject({ kind: 'upstream-overloaded', retryAfter: 3 });
      jest.advanceTimersByTime(3000);
      expect(waiting.key).toBe('a');
    });

    it('should end the wait of those in line when it returns too late', () => {
      const pool = makePool({ keys: ['a', 'b'], concurrency: 1 });
      const first = take(pool, B);
      const waiting = take(pool, B);
      first.lease?.report({ kind: 'bench', seconds: 3600 });
      expect(waiting.error?.code).toBe('insufficient_quota');
    });

    it('should not return earlier because of a late and milder failure', () => {
      const pool = makePool({ keys: ['a', 'b'] });
      const [first, second] = [take(pool, B), take(pool, B)];
      first.lease?.report({ kind: 'bench', seconds: 3600 }, 'insufficient_quota');
      second.lease?.report({ kind: 'cool-down', seconds: 5 });
      second.lease?.succeed();
      jest.advanceTimersByTime(3_599_000);
      expect(take(pool, B).error).toMatchObject({ code: 'insufficient_quota', retryAfter: 1 });
    });

    it('should be tried again after ten minutes when it was refused', () => {
      const pool = makePool({ keys: ['a', 'b'] });
      take(pool, B).lease?.report({ kind: 'out' }, 'upstream_auth_error');
      expect(pool.status()[0]).toMatchObject({ state: 'out', retryAt: START / 1000 + 600 });
      jest.advanceTimersByTime(599_999);
      expect(take(pool, B).error?.code).toBe('upstream_auth_error');
      jest.advanceTimersByTime(1);
      expect(take(pool, B).key).toBe('a');
    });

    it('should rest for months when told so', () => {
      const pool = makePool({ keys: ['a', 'b'], concurrency: 1 });
      take(pool).lease?.report({ kind: 'bench', seconds: 90 * 24 * 3600 });
      take(pool);
      const waiting = take(pool);
      jest.advanceTimersByTime(QUEUE_TIMEOUT);
      expect(waiting.error?.code).toBe('upstream_busy');
    });
  });

  describe('a sole key', () => {
    it('should be used on whatever the upstream said of it, and tell', () => {
      const pool = makePool({ keys: ['a'] });
      take(pool).lease?.report({ kind: 'out' }, 'upstream_auth_error');
      expect(take(pool).key).toBe('a');
      expect(pool.status()).toMatchObject([{ state: 'out', lastErrorCode: 'upstream_auth_error' }]);
    });
  });

  describe('without a healthy key', () => {
    it('should tell when the first one is back when they are cooling', () => {
      const pool = makePool({ keys: ['a', 'b', 'c'] });
      const [first, second, third] = [take(pool), take(pool), take(pool)];
      first.lease?.report({ kind: 'cool-down', seconds: 30 });
      second.lease?.report({ kind: 'cool-down', seconds: 12.5 });
      third.lease?.report({ kind: 'out' });
      expect(take(pool).error).toMatchObject({
        kind: 'upstream-overloaded',
        code: 'upstream_overloaded',
        retryAfter: 13,
      });
    });

    it.each([
      { kind: 'bench', seconds: 600, retryAfter: 600 },
      { kind: 'out', retryAfter: undefined },
    ] as const)('should speak of the quota when that is the reason of $kind', (consequence) => {
      const pool = makePool({ keys: ['a', 'b'] });
      const [first, second] = [take(pool), take(pool)];
      first.lease?.report(consequence, 'insufficient_quota');
      second.lease?.report({ kind: 'out' }, 'upstream_auth_error');
      expect(take(pool).error).toMatchObject({
        kind: 'rate-limited',
        code: 'insufficient_quota',
        retryable: false,
        retryAfter: consequence.retryAfter,
      });
    });

    it('should say so when the upstream refused them all', () => {
      const pool = makePool({ keys: ['a', 'b'] });
      const [first, second] = [take(pool), take(pool)];
      first.lease?.report({ kind: 'out' });
      second.lease?.report({ kind: 'out' });
      expect(take(pool).error).toMatchObject({
        kind: 'upstream-failed',
        code: 'upstream_auth_error',
        retryable: false,
      });
    });
  });

  describe('the limit of a key', () => {
    it('should fall below what was in flight and grow back with successes', () => {
      const pool = makePool({ keys: ['a'], concurrency: 5 });
      const taken = Array.from({ length: 4 }, () => take(pool));
      taken[0]?.lease?.report({ kind: 'slow-down' }, 'rate_limit_exceeded');
      expect(pool.status()).toMatchObject([{ state: 'busy', inFlight: 4, limit: 3 }]);
      for (const one of taken) one.leave();
      expect(limitsAfterSuccesses(pool, 8)).toEqual([3, 3, 4, 4, 4, 4, 5, 5]);
    });

    it('should fall to what the upstream takes when many are too many', () => {
      const pool = makePool({ keys: ['a'], concurrency: 10 });
      const taken = Array.from({ length: 10 }, () => take(pool));
      for (const refused of taken.slice(5)) {
        refused.lease?.report({ kind: 'slow-down' });
        refused.leave();
      }
      expect(pool.status()).toMatchObject([{ inFlight: 5, limit: 5 }]);
    });

    it('should never fall below one', () => {
      const pool = makePool({ keys: ['a'], concurrency: 3 });
      const taken = take(pool);
      taken.lease?.report({ kind: 'slow-down' });
      taken.lease?.report({ kind: 'slow-down' });
      expect(pool.status()).toMatchObject([{ limit: 1 }]);
    });

    it('should vanish again when there was none and it grew beyond where it was cut', () => {
      const pool = makePool({ keys: ['a'], concurrency: undefined });
      const taken = Array.from({ length: 3 }, () => take(pool));
      expect(pool.status()).toMatchObject([{ state: 'ready', limit: null }]);
      taken[0]?.lease?.report({ kind: 'slow-down' });
      for (const one of taken) one.leave();
      expect(limitsAfterSuccesses(pool, 5)).toEqual([2, 3, 3, 3, null]);
    });

    it('should let the next one in when it grows', () => {
      const pool = makePool({ keys: ['a'], concurrency: 2 });
      const [first, second] = [take(pool), take(pool)];
      first.lease?.report({ kind: 'slow-down' });
      first.leave();
      const waiting = take(pool);
      expect(waiting.key).toBeUndefined();
      second.lease?.succeed();
      expect(waiting.key).toBe('a');
    });

    it('should count a success once', () => {
      const pool = makePool({ keys: ['a'], concurrency: 4 });
      const taken = Array.from({ length: 3 }, () => take(pool));
      taken[0]?.lease?.report({ kind: 'slow-down' });
      taken[1]?.lease?.succeed();
      taken[1]?.lease?.succeed();
      expect(pool.status()).toMatchObject([{ limit: 2 }]);
    });
  });

  it('should keep the last error of a key until it succeeds', () => {
    const pool = makePool({ keys: ['a'] });
    take(pool).lease?.report({ kind: 'none' }, 'upstream_timeout');
    expect(pool.status()).toMatchObject([{ state: 'ready', lastErrorCode: 'upstream_timeout' }]);
    take(pool).lease?.succeed();
    expect(pool.status()[0]?.lastErrorCode).toBeUndefined();
  });
});

/** The limit of the only key after each of some successes. */
function limitsAfterSuccesses(pool: KeyPool, count: number): readonly unknown[] {
  return Array.from({ length: count }, () => {
    const taken = take(pool);
    taken.lease?.succeed();
    taken.leave();
    return pool.status()[0]?.limit;
  });
}
