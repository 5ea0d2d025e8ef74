import fc from 'fast-check';
import type { Subscription } from 'rxjs';
import type { KeyLease } from './key-lease';
import { KeyPool } from './key-pool';
import type { KeyConsequence } from './lib/key-consequence';

const TIMEOUT = 5000;

const seconds = fc.integer({ min: 0, max: 20 });

const consequence: fc.Arbitrary<KeyConsequence> = fc.oneof(
  fc.constantFrom({ kind: 'none' } as const, { kind: 'slow-down' } as const),
  fc.record({ kind: fc.constantFrom('cool-down' as const, 'bench' as const), seconds }),
  fc.constant({ kind: 'out' } as const),
);

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('acquire' as const),
      excludes: fc.option(fc.nat(3), { freq: 4 }),
      /** Whether the caller asks again, within the callback, when it is refused. */
      retries: fc.boolean(),
      leavesAtOnce: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('leave' as const), who: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), who: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('report' as const), who: fc.nat(), consequence }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('succeed' as const), who: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('wait' as const), time: fc.nat(TIMEOUT) }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const settings = fc.record({
  keys: fc.subarray(['a', 'b', 'c']),
  concurrency: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  queueTimeout: fc.constant(TIMEOUT),
  queueLimit: fc.nat(6),
  hasStandIn: fc.boolean(),
});

describe('KeyPool, whatever happens', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('should keep true books, answer everybody and leak nothing', () => {
    fc.assert(
      fc.property(settings, fc.array(step, { maxLength: 60 }), (given, steps) => {
        const crowd = new Crowd(new KeyPool(given));
        for (const next of steps) {
          crowd.take(next);
          crowd.assertTrueBooks(given.concurrency);
          expect(crowd.pool.queued).toBeLessThanOrEqual(given.queueLimit);
        }
        // Twice: whoever is refused at its deadline may ask once more.
        jest.advanceTimersByTime(2 * TIMEOUT);
        expect(crowd.visitors.filter(isWaiting)).toEqual([]);
        for (const { subscription } of crowd.visitors) subscription?.unsubscribe();
        crowd.assertTrueBooks(given.concurrency);
        expect(crowd.pool.status().every(({ inFlight }) => inFlight === 0)).toBe(true);
        expect(jest.getTimerCount()).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});

interface Visitor {
  lease: KeyLease | undefined;
  leases: number;
  failures: number;
  hasEnded: boolean;
  subscription: Subscription | undefined;
}

/** Those who ask the pool for keys, with our own books of who has what. */
class Crowd {
  readonly visitors: Visitor[] = [];

  constructor(readonly pool: KeyPool) {}

  take(next: Step): void {
    switch (next.do) {
      case 'acquire':
        this.acquire(next.excludes, next.retries, next.leavesAtOnce);
        break;
      case 'leave':
        this.visitor(next.who)?.subscription?.unsubscribe();
        break;
      case 'end': {
        const visitor = this.visitor(next.who);
        if (visitor?.lease === undefined) break;
        visitor.hasEnded = true;
        visitor.lease.end();
        break;
      }
      case 'report':
        this.visitor(next.who)?.lease?.report(next.consequence);
        break;
      case 'succeed':
        this.visitor(next.who)?.lease?.succeed();
        break;
      case 'wait':
        jest.advanceTimersByTime(next.time);
        break;
    }
  }

  assertTrueBooks(concurrency: number | undefined): void {
    const holders = this.visitors.filter(
      ({ lease, hasEnded, subscription }) =>
        lease !== undefined && !hasEnded && subscription?.closed === false,
    );
    for (const { id, inFlight, state, retryAt } of this.pool.status()) {
      expect(inFlight).toBe(holders.filter(({ lease }) => lease?.id === id).length);
      expect(inFlight).toBeLessThanOrEqual(concurrency ?? Infinity);
      expect(retryAt === null).toBe(state === 'ready' || state === 'busy');
    }
    expect(this.pool.queued).toBe(this.visitors.filter(isWaiting).length);
    for (const { leases, failures } of this.visitors) {
      expect(leases + failures).toBeLessThanOrEqual(1);
    }
  }

  private acquire(excludes: number | null, retries: boolean, leavesAtOnce: boolean): void {
    const visitor: Visitor = {
      lease: undefined,
      leases: 0,
      failures: 0,
      hasEnded: false,
      subscription: undefined,
    };
    this.visitors.push(visitor);
    const excluded = this.pool.status()[excludes ?? Infinity]?.id;
    visitor.subscription = this.pool
      .acquire(new Set(excluded === undefined ? [] : [excluded]))
      .subscribe({
        next: (lease) => {
          visitor.lease = lease;
          visitor.leases += 1;
          if (leavesAtOnce) visitor.subscription?.unsubscribe();
        },
        error: () => {
          visitor.failures += 1;
          if (retries) this.acquire(null, false, leavesAtOnce);
        },
      });
  }

  private visitor(who: number): Visitor | undefined {
    return this.visitors[who % Math.max(1, this.visitors.length)];
  }
}

function isWaiting({ lease, failures, subscription }: Visitor): boolean {
  return lease === undefined && failures === 0 && subscription?.closed === false;
}
