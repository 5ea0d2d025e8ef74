import type { Response } from 'express';
import type { Observable, Subscription } from 'rxjs';
import { type GatewayError, toGatewayError } from '../../protocol/gateway-error';
import type { ExchangeMeter } from '../telemetry/exchange-meter';
import { ChunkedBody } from './chunked-body';
import type { DemandGate } from './demand-gate';

/** A response that is sent frame by frame. */
export interface StreamedResponse {
  readonly response: Response;
  /** Encoded frames, in batches. */
  readonly frames: Observable<readonly string[]>;
  /** The frame that tells the client of a failure once the stream has begun. */
  readonly toErrorFrame: (error: GatewayError) => string;
  /** The frame that shows during a silence that the stream goes on. */
  readonly toKeepAliveFrame: () => string;
  readonly demand: DemandGate;
  readonly meter?: ExchangeMeter | undefined;
}

/** How a response ended. */
export interface WriteOutcome {
  readonly kind: 'completed' | 'failed' | 'client-gone' | 'stalled';
  /** Set for `failed`. */
  readonly error?: GatewayError;
}

export interface WriterOptions {
  /** Milliseconds of silence after which the client gets a sign of life. */
  readonly keepAliveInterval: number;
  /** Milliseconds after which a client that reads nothing is cut off. */
  readonly stallTimeout: number;
  readonly onOver: (outcome: WriteOutcome) => void;
  readonly onFailedBeforeStart: (error: unknown) => void;
}

/** UTF-16 units that may wait for the end of the turn before the source is asked to pause. */
const MAX_GATHERED = 256 * 1024;

/** Bytes that may wait in the response for a client that reads slowly. */
const MAX_BUFFERED = 256 * 1024;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * Writes one event stream. Gathers the frames of one turn of the event loop into one write: clients
 * get them no later, and bursts cost less CPU (docs/decisions/0002-gather-writes.md).
 */
export class ResponseWriter {
  private readonly response: Response;
  private body: ChunkedBody | undefined;
  private subscription: Subscription | undefined;
  private gathered = '';
  private turn: NodeJS.Immediate | undefined;
  private keepAlive: NodeJS.Timeout;
  private stall: NodeJS.Timeout | undefined;
  private outcome: WriteOutcome | undefined;
  private isOver = false;

  constructor(
    private readonly target: StreamedResponse,
    private readonly options: WriterOptions,
  ) {
    this.response = target.response;
    this.keepAlive = setTimeout(this.sendKeepAlive, options.keepAliveInterval);
    // res 'close', not req 'close': the request is already complete when a streaming client leaves.
    // Attached before the upstream call: a client may leave before the first byte.
    this.response.once('close', this.close);
    this.response.on('drain', this.drained);
  }

  /** Subscribes to the frames; called once. */
  follow(frames: Observable<readonly string[]>): void {
    if (this.response.destroyed) {
      this.close();
      return;
    }
    const subscription = frames.subscribe({
      next: (batch) => {
        this.gather(batch);
      },
      error: (error: unknown) => {
        this.fail(error);
      },
      complete: () => {
        this.end({ kind: 'completed' });
      },
    });
    this.subscription = subscription;
    if (this.isOver) subscription.unsubscribe();
  }

  private gather(batch: readonly string[]): void {
    if (this.outcome !== undefined) return;
    for (const frame of batch) this.gathered += frame;
    this.target.meter?.gathered();
    this.turn ??= setImmediate(this.flush);
    if (this.gathered.length >= MAX_GATHERED) this.target.demand.close();
  }

  private readonly flush = (): void => {
    this.turn = undefined;
    const text = this.take();
    if (text.length > 0) this.write(text);
  };

  private take(): string {
    const text = this.gathered;
    this.gathered = '';
    return text;
  }

  private write(text: string): void {
    if (this.isOver) return;
    this.keepAlive.refresh();
    if (!this.commit().write(text)) this.watchStall();
    this.target.meter?.written();
    if (this.response.writableLength >= MAX_BUFFERED) this.target.demand.close();
    else if (this.stall === undefined) this.target.demand.open();
  }

  private readonly sendKeepAlive = (): void => {
    if (this.outcome !== undefined) return;
    // A client that does not read needs no sign of life.
    if (this.stall === undefined) this.write(this.target.toKeepAliveFrame());
    else this.keepAlive.refresh();
  };

  private readonly drained = (): void => {
    clearTimeout(this.stall);
    this.stall = undefined;
    if (this.outcome !== undefined) this.watchStall();
    else this.target.demand.open();
  };

  private watchStall(): void {
    this.stall ??= setTimeout(() => {
      this.outcome = { kind: 'stalled' };
      this.response.destroy();
    }, this.options.stallTimeout);
  }

  private fail(error: unknown): void {
    const failure = toGatewayError(error);
    if (!this.response.headersSent && this.gathered.length === 0) {
      this.release();
      this.options.onFailedBeforeStart(failure);
      return;
    }
    this.gathered += this.target.toErrorFrame(failure);
    this.end({ kind: 'failed', error: failure });
  }

  private end(outcome: WriteOutcome): void {
    if (this.outcome !== undefined) return;
    this.outcome = outcome;
    clearImmediate(this.turn);
    clearTimeout(this.keepAlive);
    const text = this.take();
    this.commit().end(text);
    if (text.length > 0) this.target.meter?.written();
    // What the upstream may still say is not for this client: it must not wait for it.
    this.target.demand.open();
    // The last bytes wait for the client as well.
    this.watchStall();
  }

  private readonly close = (): void => {
    if (this.isOver) return;
    const isComplete = this.response.writableFinished;
    const ended = this.outcome ?? { kind: 'client-gone' };
    this.release();
    this.subscription?.unsubscribe();
    this.options.onOver(isComplete || ended.kind === 'stalled' ? ended : { kind: 'client-gone' });
  };

  private commit(): ChunkedBody {
    if (this.body !== undefined) return this.body;
    this.response.writeHead(200, HEADERS);
    this.body = new ChunkedBody(this.response);
    return this.body;
  }

  private release(): void {
    this.isOver = true;
    clearTimeout(this.keepAlive);
    clearTimeout(this.stall);
    clearImmediate(this.turn);
    this.response.off('close', this.close);
    this.response.off('drain', this.drained);
  }
}
