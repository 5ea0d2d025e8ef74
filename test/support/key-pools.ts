import type { Subscription } from 'rxjs';
import type { GatewayError } from '../../src/protocol/gateway-error';
import type { KeyLease } from '../../src/upstream/drivers/openai/key-lease';
import { KeyPool, type KeyPoolSettings } from '../../src/upstream/drivers/openai/key-pool';

/** Milliseconds that a request waits for a key of the pools here. */
export const QUEUE_TIMEOUT = 10_000;

/** What one request got from a pool so far. */
export interface Taken {
  readonly lease: KeyLease | undefined;
  readonly key: string | undefined;
  /** Empty before there is a lease. */
  readonly id: string;
  readonly error: GatewayError | undefined;
  leave(): void;
}

/** Asks for a key as a request does, and holds it until it leaves. */
export function take(pool: KeyPool, ...excluded: readonly string[]): Taken {
  let lease: KeyLease | undefined;
  let error: GatewayError | undefined;
  const subscription: Subscription = pool.acquire(new Set(excluded)).subscribe({
    next: (given) => (lease = given),
    error: (thrown: GatewayError) => (error = thrown),
  });
  return {
    get lease() {
      return lease;
    },
    get key() {
      return lease?.key;
    },
    get id() {
      return lease?.id ?? '';
    },
    get error() {
      return error;
    },
    leave: () => {
      subscription.unsubscribe();
    },
  };
}

/** A pool of one key for ten requests, unless told otherwise. */
export function makePool(settings: Partial<KeyPoolSettings>): KeyPool {
  return new KeyPool({
    keys: ['a'],
    concurrency: 10,
    queueTimeout: QUEUE_TIMEOUT,
    queueLimit: 100,
    hasStandIn: false,
    ...settings,
  });
}
