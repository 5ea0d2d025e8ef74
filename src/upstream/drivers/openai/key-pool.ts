import { defer, Observable, type Subscriber, type Subscription, timer } from 'rxjs';
import { monotonicNow } from '../../../common/clock';
import type { GatewayError } from '../../../protocol/gateway-error';
import type { KeyStatus } from '../../key-status';
import { KeyLease } from './key-lease';
import { toBusyError, toRestingError } from './lib/key-pool-error';
import { PoolKey } from './pool-key';

export interface KeyPoolSettings {
  /** May be empty: a server of one's own may ask for none. */
  readonly keys: readonly string[];
  /** Requests that may use one key at once; undefined: no limit until the upstream complains. */
  readonly concurrency: number | undefined;
  /** Milliseconds that a request waits for a key at most. */
  readonly queueTimeout: number;
  /** Requests that may wait for a key at once. */
  readonly queueLimit: number;
  /** Whether another upstream can be asked while no key is healthy. */
  readonly hasStandIn: boolean;
}

interface Waiter {
  readonly subscriber: Subscriber<KeyLease>;
  readonly excluded: ReadonlySet<KeyLease['id']>;
  /** On the monotonic clock, in milliseconds. */
  readonly deadline: number;
  /** Set once a slot of the key is the waiter's. */
  key: PoolKey | undefined;
}

/**
 * Shares the keys of an upstream among requests. The upstream limits how many requests a key has in
 * flight, so a request holds a slot of one key until it ends, and others wait in line for it.
 */
export class KeyPool {
  private readonly keys: readonly PoolKey[];
  private readonly queueTimeout: number;
  private readonly queueLimit: number;
  /** In the order of arrival. Whoever is in it can be served by no key right now. */
  private readonly queue = new Set<Waiter>();
  private readonly answers: (() => void)[] = [];
  private isAnswering = false;
  private alarm: Subscription | undefined;
  private uses = 0;

  constructor({ keys, concurrency, queueTimeout, queueLimit, hasStandIn }: KeyPoolSettings) {
    const secrets = keys.length > 0 ? [...new Set(keys)] : [undefined];
    const isSole = secrets.length === 1 && !hasStandIn;
    this.keys = secrets.map((secret) => new PoolKey(secret, concurrency, isSole));
    this.queueTimeout = queueTimeout;
    this.queueLimit = queueLimit;
  }

  /** Requests that wait for a key. */
  get queued(): number {
    return this.queue.size;
  }

  status(): readonly KeyStatus[] {
    return this.keys.map((key) => key.status());
  }

  /**
   * Cold. Emits one lease and stays open: the lease ends when the subscriber leaves, whatever the
   * reason. Fails with a `GatewayError`: at once when the queue is full or none of the keys that are
   * not excluded is healthy, later when none became free in time. Whoever is in line already stays
   * there while a key returns before the deadline.
   */
  acquire(excluded: ReadonlySet<KeyLease['id']> = new Set()): Observable<KeyLease> {
    return new Observable((subscriber) => {
      const deadline = monotonicNow() + this.queueTimeout;
      const waiter: Waiter = { subscriber, excluded, deadline, key: undefined };
      subscriber.add(() => {
        this.leave(waiter);
      });
      this.admit(waiter);
    });
  }

  /** Does `work` with a lease that ends with it: completes, unlike `acquire`, when the work does. */
  lend<Out>(
    work: (lease: KeyLease) => Observable<Out>,
    excluded?: ReadonlySet<KeyLease['id']>,
  ): Observable<Out> {
    return new Observable((subscriber) => {
      subscriber.add(
        this.acquire(excluded).subscribe({
          next: (lease) => {
            subscriber.add(lend(lease, work, subscriber));
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
        }),
      );
    });
  }

  private admit(waiter: Waiter): void {
    // Through the queue even when a key is free: nobody overtakes a waiter whose key just came back.
    this.queue.add(waiter);
    this.grant();
    if (this.queue.has(waiter)) {
      const keys = this.eligible(waiter);
      if (!keys.some((key) => key.isHealthy)) this.refuse(waiter, toPoolError(keys));
      else if (this.queue.size > this.queueLimit) this.refuse(waiter, toBusyError('queue-full'));
    }
    this.advance();
  }

  private leave(waiter: Waiter): void {
    this.queue.delete(waiter);
    if (waiter.key !== undefined) waiter.key.inFlight -= 1;
    waiter.key = undefined;
    this.advance();
  }

  /** Serves whoever can be served; called after every change and at the time of the next one. */
  private advance(): void {
    this.grant();
    this.dismiss();
    this.setAlarm();
    this.answer();
  }

  private grant(): void {
    for (const waiter of this.queue) {
      const key = this.pick(waiter);
      if (key === undefined) continue;
      this.queue.delete(waiter);
      waiter.key = key;
      key.inFlight += 1;
      this.uses += 1;
      key.lastUse = this.uses;
      const lease = new KeyLease(key, {
        onChange: () => {
          this.advance();
        },
        onEnd: () => {
          this.leave(waiter);
        },
      });
      this.answers.push(() => {
        waiter.subscriber.next(lease);
      });
    }
  }

  /** Ends the wait of those whom no key will serve in time. */
  private dismiss(): void {
    for (const waiter of this.queue) {
      const keys = this.eligible(waiter);
      if (waiter.deadline <= monotonicNow()) this.refuse(waiter, toBusyError('waited-too-long'));
      else if (!keys.some((key) => (key.restsUntil ?? 0) < waiter.deadline)) {
        this.refuse(waiter, toPoolError(keys));
      }
    }
  }

  private refuse(waiter: Waiter, error: GatewayError): void {
    this.queue.delete(waiter);
    this.answers.push(() => {
      waiter.subscriber.error(error);
    });
  }

  /** Tells the subscribers only when the books are in order: what they do may change them again. */
  private answer(): void {
    if (this.isAnswering) return;
    this.isAnswering = true;
    for (let next = this.answers.shift(); next !== undefined; next = this.answers.shift()) next();
    this.isAnswering = false;
  }

  private pick(waiter: Waiter): PoolKey | undefined {
    return this.eligible(waiter)
      .filter((key) => key.hasRoom)
      .sort((one, other) => one.inFlight - other.inFlight || one.lastUse - other.lastUse)
      .at(0);
  }

  private eligible({ excluded }: Waiter): readonly PoolKey[] {
    return this.keys.filter(({ id }) => !excluded.has(id));
  }

  private setAlarm(): void {
    this.alarm?.unsubscribe();
    const [first] = this.queue;
    if (first === undefined) return;
    // All wait equally long, so the first one's deadline comes first.
    const moments = [first.deadline, ...this.keys.flatMap((key) => key.restsUntil ?? [])];
    const delay = Math.ceil(Math.min(...moments) - monotonicNow());
    this.alarm = timer(Math.max(1, delay)).subscribe(() => {
      this.advance();
    });
  }
}

function toPoolError(keys: readonly PoolKey[]): GatewayError {
  return toRestingError(keys.flatMap((key) => key.resting ?? []));
}

/** Ends the lease before the consumer knows of the end: it may ask for the next one at once. */
function lend<Out>(
  lease: KeyLease,
  work: (lease: KeyLease) => Observable<Out>,
  subscriber: Subscriber<Out>,
): Subscription {
  return defer(() => work(lease)).subscribe({
    next: (item) => {
      subscriber.next(item);
    },
    error: (error: unknown) => {
      lease.end();
      subscriber.error(error);
    },
    complete: () => {
      lease.end();
      subscriber.complete();
    },
  });
}
