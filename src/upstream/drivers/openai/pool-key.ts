import { createHash } from 'node:crypto';
import { monotonicNow, now } from '../../../common/clock';
import type { KeyStatus } from '../../key-status';
import { AdaptiveLimit } from './lib/adaptive-limit';
import type { KeyConsequence } from './lib/key-consequence';
import type { RestingKey, RestReason } from './lib/key-pool-error';

/** Seconds; after them a refused key is tried again: it may have been restored, without a restart. */
const OUT_TIME = 10 * 60;

type RestState = 'cooling' | 'benched' | 'out';

interface Rest {
  readonly state: RestState;
  readonly reason: RestReason;
  /** On the monotonic clock, in milliseconds. */
  readonly until: number;
  /** Unix seconds. */
  readonly retryAt: number;
}

/** One key of the pool: how busy it is and whether it may be used. */
export class PoolKey {
  readonly id: string;
  inFlight = 0;
  /** Position of the last use in the order of all uses. */
  lastUse = 0;
  // Hidden from JSON, spread and inspection, so that no log can show it by accident.
  readonly #secret: string | undefined;
  private readonly limit: AdaptiveLimit;
  private rest: Rest | undefined;
  private lastErrorCode: string | undefined;

  /**
   * Without a secret it stands for a server that asks for none. A sole key never rests: nothing
   * could take over, and the next request finds out first when it is good again.
   */
  constructor(
    secret: string | undefined,
    concurrency: number | undefined,
    private readonly isSole: boolean,
  ) {
    this.#secret = secret;
    this.id = toKeyId(secret);
    this.limit = new AdaptiveLimit(concurrency);
  }

  get secret(): string | undefined {
    return this.#secret;
  }

  get isHealthy(): boolean {
    return this.isSole || this.currentRest === undefined;
  }

  get hasRoom(): boolean {
    return this.isHealthy && this.limit.allowsMoreThan(this.inFlight);
  }

  /** On the monotonic clock, in milliseconds; undefined when healthy. */
  get restsUntil(): number | undefined {
    return this.isSole ? undefined : this.currentRest?.until;
  }

  /** Undefined when healthy. */
  get resting(): RestingKey | undefined {
    const rest = this.currentRest;
    if (rest === undefined || this.isSole) return undefined;
    const returnsIn = rest.state === 'out' ? undefined : (rest.until - monotonicNow()) / 1000;
    return { reason: rest.reason, returnsIn };
  }

  fail(consequence: KeyConsequence, code: string | undefined): void {
    if (code !== undefined) this.lastErrorCode = code;
    switch (consequence.kind) {
      case 'none':
        break;
      case 'slow-down':
        this.limit.cut(this.inFlight);
        break;
      case 'cool-down':
        this.restFor(consequence.seconds, 'cooling', toReason(code, 'load'));
        break;
      case 'bench':
        this.restFor(consequence.seconds, 'benched', 'quota');
        break;
      case 'out':
        this.restFor(OUT_TIME, 'out', toReason(code, 'refused'));
        break;
    }
  }

  succeed(): void {
    this.lastErrorCode = undefined;
    this.limit.grow();
  }

  status(): KeyStatus {
    const rest = this.currentRest;
    return {
      id: this.id,
      state: rest?.state ?? (this.hasRoom ? 'ready' : 'busy'),
      inFlight: this.inFlight,
      limit: this.limit.current ?? null,
      retryAt: rest?.retryAt ?? null,
      lastErrorCode: this.lastErrorCode,
    };
  }

  private get currentRest(): Rest | undefined {
    if (this.rest !== undefined && this.rest.until <= monotonicNow()) this.rest = undefined;
    return this.rest;
  }

  private restFor(seconds: number, state: RestState, reason: RestReason): void {
    const until = monotonicNow() + seconds * 1000;
    // A late failure of an older request must not cut a longer rest short.
    if (this.rest !== undefined && this.rest.until > until) return;
    this.rest = { state, reason, until, retryAt: Math.ceil(now() / 1000 + seconds) };
  }
}

function toReason(code: string | undefined, otherwise: RestReason): RestReason {
  return code === 'insufficient_quota' ? 'quota' : otherwise;
}

function toKeyId(secret: string | undefined): string {
  if (secret === undefined) return 'anonymous';
  return `key_${createHash('sha256').update(secret).digest('hex').slice(0, 8)}`;
}
