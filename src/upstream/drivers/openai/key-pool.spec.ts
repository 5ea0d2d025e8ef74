import { inspect } from 'node:util';
import { of, throwError } from 'rxjs';
import { makePool, QUEUE_TIMEOUT, take, type Taken } from '../../../../test/support/key-pools';

describe('KeyPool', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  describe('choosing a key', () => {
    it('should give the key with the fewest requests', () => {
      const pool = makePool({ keys: ['a', 'b', 'c'] });
      const [first, second, third] = [take(pool), take(pool), take(pool)];
      expect([first.key, second.key, third.key]).toEqual(['a', 'b', 'c']);
      second.leave();
      expect(take(pool).key).toBe('b');
    });

    it('should give the key that rested longest when several are as busy', () => {
      const pool = makePool({ keys: ['a', 'b', 'c'] });
      for (const expected of ['a', 'b', 'c', 'a', 'b']) {
        const taken = take(pool);
        expect(taken.key).toBe(expected);
        taken.leave();
      }
    });

    it('should leave out the keys that the caller tried', () => {
      const pool = makePool({ keys: ['a', 'b'] });
      const first = take(pool);
      const second = take(pool, first.id);
      expect(second.key).toBe('b');
      expect(take(pool, first.id, second.id).error).toMatchObject({
        kind: 'upstream-overloaded',
        code: 'upstream_busy',
      });
    });

    it('should serve an upstream that asks for no key', () => {
      const pool = makePool({ keys: [], concurrency: 1 });
      const taken = take(pool);
      expect(taken.lease).toMatchObject({ id: 'anonymous', key: undefined });
      expect(pool.status()).toMatchObject([{ id: 'anonymous', state: 'busy', inFlight: 1 }]);
    });

    it('should count a key that is configured twice once', () => {
      expect(makePool({ keys: ['a', 'a'] }).status()).toHaveLength(1);
    });
  });

  describe('waiting', () => {
    it('should serve those who wait in the order they came', () => {
      const pool = makePool({ keys: ['a'], concurrency: 1 });
      const [first, second, third] = [take(pool), take(pool), take(pool)];
      expect([first.key, second.key, third.key]).toEqual(['a', undefined, undefined]);
      expect(pool.queued).toBe(2);
      first.leave();
      expect([second.key, third.key]).toEqual(['a', undefined]);
      expect(take(pool).key).toBeUndefined();
      second.leave();
      expect(third.key).toBe('a');
      jest.advanceTimersByTime(QUEUE_TIMEOUT);
    });

    it('should let one wait for another key while a later one takes the free key', () => {
      const pool = makePool({ keys: ['a', 'b'], concurrency: 1 });
      const [first, second] = [take(pool), take(pool)];
      const picky = take(pool, first.id);
      const other = take(pool);
      first.leave();
      expect([picky.key, other.key]).toEqual([undefined, 'a']);
      second.leave();
      expect(picky.key).toBe('b');
    });

    it('should forget who leaves while waiting', () => {
      const pool = makePool({ keys: ['a'], concurrency: 1 });
      const [first, second, third] = [take(pool), take(pool), take(pool)];
      second.leave();
      expect(pool.queued).toBe(1);
      first.leave();
      expect([second.key, third.key]).toEqual([undefined, 'a']);
    });

    it('should fail when no key became free in time', () => {
      const pool = makePool({ keys: ['a'], concurrency: 1 });
      take(pool);
      const waiting = take(pool);
      jest.advanceTimersByTime(QUEUE_TIMEOUT - 1);
      expect(waiting.error).toBeUndefined();
      jest.advanceTimersByTime(1);
      expect(waiting.error).toMatchObject({
        kind: 'upstream-overloaded',
        code: 'upstream_busy',
        retryAfter: 5,
      });
      expect(pool.queued).toBe(0);
    });

    it('should give each one the same time', () => {
      const pool = makePool({ keys: ['a'], concurrency: 1 });
      take(pool);
      const early = take(pool);
      jest.advanceTimersByTime(400);
      const late = take(pool);
      jest.advanceTimersByTime(QUEUE_TIMEOUT - 400);
      expect([early.error?.code, late.error?.code]).toEqual(['upstream_busy', undefined]);
      jest.advanceTimersByTime(400);
      expect(late.error?.code).toBe('upstream_busy');
    });

    it('should fail at once when too many wait', () => {
      const pool = makePool({ keys: ['a'], concurrency: 1, queueLimit: 1 });
      const first = take(pool);
      const waiting = take(pool);
      expect(take(pool).error).toMatchObject({
        kind: 'upstream-overloaded',
        code: 'upstream_busy',
        retryAfter: 5,
      });
      first.leave();
      expect(waiting.key).toBe('a');
    });
  });

  it('should never show a key', () => {
    const secret = 'sk-very-secret';
    const pool = makePool({ keys: [secret, 'sk-of-another'], concurrency: 1 });
    const [taken, other] = [take(pool), take(pool)];
    other.lease?.report({ kind: 'out' }, 'upstream_auth_error');
    taken.lease?.report({ kind: 'out' }, 'upstream_auth_error');
    const things = [pool, taken.lease, { ...taken.lease }, pool.status(), take(pool).error];
    const shown = [
      ...things.map((thing) => inspect(thing, { depth: 9, showHidden: true })),
      ...things.map((thing) => JSON.stringify(thing)),
      ...things.map(String),
    ];
    expect(shown.join('\n')).not.toContain(secret);
    expect(taken.lease?.id).toMatch(/^key_[0-9a-f]{8}$/);
    expect(pool.status()[0]?.id).toBe(taken.id);
  });

  describe('lend', () => {
    it('should hold the key until the work is done, and end with it', () => {
      const pool = makePool({ keys: ['a'], concurrency: 1 });
      const seen: unknown[] = [];
      pool
        .lend(({ key }) => of(key, pool.status()[0]?.inFlight))
        .subscribe({
          next: (value) => seen.push(value),
          complete: () => seen.push(pool.status()[0]?.inFlight),
        });
      expect(seen).toEqual(['a', 1, 0]);
    });

    it.each([
      { it: 'fails', work: () => throwError(() => new Error('cut')) },
      {
        it: 'cannot begin',
        work: () => {
          throw new Error('cut');
        },
      },
    ])('should have the key back before the caller knows that the work $it', ({ work }) => {
      const pool = makePool({ keys: ['a'], concurrency: 1, queueLimit: 0 });
      const retries: Taken[] = [];
      pool.lend(work).subscribe({ error: () => retries.push(take(pool)) });
      expect(retries).toMatchObject([{ key: 'a', error: undefined }]);
      expect(pool.status()).toMatchObject([{ inFlight: 1 }]);
    });

    it('should serve a long line of those who are done at once', () => {
      const pool = makePool({ keys: ['a'], concurrency: 1, queueLimit: 20_000 });
      const first = take(pool);
      let done = 0;
      for (let index = 0; index < 2000; index += 1) {
        pool.lend(() => of('done')).subscribe(() => (done += 1));
      }
      first.leave();
      expect(done).toBe(2000);
    });
  });
});
