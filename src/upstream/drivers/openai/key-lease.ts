import type { KeyConsequence } from './lib/key-consequence';
import type { PoolKey } from './pool-key';

/** What the pool does when something happens to a lease. */
interface LeaseHooks {
  readonly onChange: () => void;
  readonly onEnd: () => void;
}

/** One request's right to use a key. Tell how the request went before the lease ends. */
export class KeyLease {
  readonly #key: PoolKey;
  readonly #hooks: LeaseHooks;
  private hasSucceeded = false;

  constructor(key: PoolKey, hooks: LeaseHooks) {
    this.#key = key;
    this.#hooks = hooks;
  }

  /** Safe to show: it tells keys apart and reveals none. */
  get id(): string {
    return this.#key.id;
  }

  /** The secret itself, for the request only; undefined when the upstream asks for none. */
  get key(): string | undefined {
    return this.#key.secret;
  }

  /** `code` is that of the gateway's error; with `insufficient_quota` the reason is the quota. */
  report(consequence: KeyConsequence, code?: string): void {
    this.#key.fail(consequence, code);
    this.#hooks.onChange();
  }

  /** Counts once. */
  succeed(): void {
    if (this.hasSucceeded) return;
    this.hasSucceeded = true;
    this.#key.succeed();
    this.#hooks.onChange();
  }

  /** Gives the slot back before the subscriber leaves; once, however often it is called. */
  end(): void {
    this.#hooks.onEnd();
  }
}
