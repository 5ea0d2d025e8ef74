import { monotonicNow } from '../../common/clock';
import type { CircuitState } from '../../common/telemetry/telemetry-listener';
import { GatewayError } from '../../protocol/gateway-error';

export interface CircuitBreakerSettings {
  /** Faults in a row that open the circuit; 0: it never opens. */
  readonly failures: number;
  /** Milliseconds for which an open circuit admits nothing. */
  readonly openTime: number;
  /** Told of every change of the state. */
  readonly onChange: (state: CircuitState) => void;
}

/** What an attempt says of the upstream's health. */
export type AttemptVerdict = 'good' | 'bad' | 'inconclusive';

/** An attempt that the circuit admitted. */
export interface CircuitAttempt {
  /** Whether the circuit is open and this attempt finds out if it may close. */
  readonly isTrial: boolean;
  /** Reports how it went; all but the first report are ignored. */
  settle(verdict: AttemptVerdict): void;
}

/**
 * Keeps requests away from an upstream that failed several times in a row. After a while one request
 * at a time is let through as a trial, until one goes well.
 */
export class CircuitBreaker {
  private failures = 0;
  /** On the monotonic clock, in milliseconds; undefined while closed. */
  private openUntil: number | undefined;
  private isTrying = false;
  /** Counts openings and closings: an attempt from before the last one tells of another time. */
  private epoch = 0;

  constructor(private readonly settings: CircuitBreakerSettings) {}

  get state(): CircuitState {
    if (this.openUntil === undefined) return 'closed';
    return this.isTrying || monotonicNow() >= this.openUntil ? 'half-open' : 'open';
  }

  /** Admits an attempt; undefined when none is admitted now. */
  enter(): CircuitAttempt | undefined {
    if (this.openUntil === undefined) return this.newAttempt(false);
    if (this.isTrying || monotonicNow() < this.openUntil) return undefined;
    this.isTrying = true;
    this.settings.onChange('half-open');
    return this.newAttempt(true);
  }

  /** The error for a request that is not admitted. */
  refusal(): GatewayError {
    const rest = Math.max(0, (this.openUntil ?? 0) - monotonicNow());
    return new GatewayError(
      'upstream-overloaded',
      'The upstream has failed several times in a row and is left alone for a while; retry later.',
      { code: 'upstream_circuit_open', retryAfter: Math.max(1, Math.ceil(rest / 1000)) },
    );
  }

  private newAttempt(isTrial: boolean): CircuitAttempt {
    const { epoch } = this;
    let isSettled = false;
    return {
      isTrial,
      settle: (verdict) => {
        if (isSettled || epoch !== this.epoch) return;
        isSettled = true;
        if (isTrial) this.endTrial(verdict);
        else this.count(verdict);
      },
    };
  }

  private count(verdict: AttemptVerdict): void {
    if (verdict === 'good') this.failures = 0;
    if (verdict !== 'bad') return;
    this.failures += 1;
    if (this.failures === this.settings.failures) this.open();
  }

  private endTrial(verdict: AttemptVerdict): void {
    this.isTrying = false;
    if (verdict === 'bad') this.open();
    else if (verdict === 'good') this.close();
  }

  private open(): void {
    this.epoch += 1;
    this.openUntil = monotonicNow() + this.settings.openTime;
    this.settings.onChange('open');
  }

  private close(): void {
    this.epoch += 1;
    this.openUntil = undefined;
    this.failures = 0;
    this.settings.onChange('closed');
  }
}
