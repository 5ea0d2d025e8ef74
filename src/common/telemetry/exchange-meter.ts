import { monotonicNow } from '../clock';
import type { TraceContext } from './trace-context';

/** Takes what meters measure, in seconds. */
export interface MeterSink {
  /** What the gateway added before the first upstream request of an exchange. */
  requestDispatched(added: number): void;
  /** What it added to one turn of a stream, and the time since the turn before. */
  turnWritten(added: number, gap: number | undefined): void;
}

/**
 * Measures one exchange on its way through the pipeline. Per read it costs a comparison and at most
 * one look at the clock, per write one more (docs/decisions/0019-tell-then-measure.md).
 */
export class ExchangeMeter {
  /** Where the exchange is in its trace, if it belongs to one. */
  trace: TraceContext | undefined;
  /** Requests to upstreams that the exchange took so far. */
  attempts = 0;
  /** All times are on the monotonic clock, in milliseconds; 0: not set. */
  readonly startedAt = monotonicNow();
  private receivedAt = this.startedAt;
  private pausedAt = 0;
  private isDispatched = false;
  private readAt = 0;
  private turnAt = 0;
  private writtenAt = 0;

  constructor(private readonly sink: MeterSink) {}

  /** The request has arrived in full: from now on it is the gateway that takes time. */
  received(): void {
    this.receivedAt = monotonicNow();
  }

  /** The gateway waits for somebody else: a token, a free key. */
  pause(): void {
    if (!this.isDispatched && this.pausedAt === 0) this.pausedAt = monotonicNow();
  }

  resume(): void {
    if (this.pausedAt === 0) return;
    this.receivedAt += monotonicNow() - this.pausedAt;
    this.pausedAt = 0;
  }

  /** A request goes out to an upstream. Only the first one counts: before others, upstreams failed. */
  dispatched(): void {
    if (this.isDispatched) return;
    this.isDispatched = true;
    this.sink.requestDispatched((monotonicNow() - this.receivedAt) / 1000);
  }

  /** The upstream sent something; what becomes of it until `handedOver` is counted from here. */
  read(): void {
    if (this.turnAt === 0) this.readAt = monotonicNow();
  }

  handedOver(): void {
    this.readAt = 0;
  }

  /** Frames wait for the end of the turn. Those that no read caused (a time-out) do not count. */
  gathered(): void {
    if (this.turnAt === 0) this.turnAt = this.readAt;
  }

  /** What was gathered is with the client's socket. */
  written(): void {
    if (this.turnAt === 0) return;
    const now = monotonicNow();
    const gap = this.writtenAt === 0 ? undefined : (now - this.writtenAt) / 1000;
    this.sink.turnWritten((now - this.turnAt) / 1000, gap);
    this.writtenAt = now;
    this.turnAt = 0;
  }
}
