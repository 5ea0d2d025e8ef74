import type { FinishReason, TokenUsage } from '../../protocol/stream-part';
import type { StreamSummary } from '../http/stream-summary';
import type { ExchangeMeter, MeterSink } from './exchange-meter';
import type { TraceContext } from './trace-context';

/** An HTTP exchange that has just begun. */
export interface ExchangeStart {
  readonly meter: ExchangeMeter;
  readonly method: string;
  /** Where the caller is in its trace. */
  readonly caller: TraceContext | undefined;
}

/** A request whose body says what is to be generated. */
export interface GenerationStart {
  readonly meter: ExchangeMeter;
  readonly isStream: boolean;
}

/**
 * How an exchange ended. `rejected`: the gateway answered with an error and asked no upstream.
 * `stalled`: the client read nothing for too long.
 */
export type ExchangeOutcome = 'completed' | 'failed' | 'client-gone' | 'stalled' | 'rejected';

/** An HTTP exchange that is over. */
export interface ExchangeEnd {
  readonly meter: ExchangeMeter;
  readonly requestId: string;
  readonly keyId: string | undefined;
  readonly method: string;
  /** The template of the path, such as `/v1/models/:id`, or `unmatched`. */
  readonly route: string;
  /** 499 when the client left before there was one. */
  readonly status: number;
  readonly outcome: ExchangeOutcome;
  readonly errorCode: string | undefined;
  readonly seconds: number;
  /** As the client wrote it: neither checked nor bounded in number, but in length. */
  readonly model: string | undefined;
  /** Undefined when no body said what is to be generated. */
  readonly isStream: boolean | undefined;
  /** The upstream that answered. */
  readonly upstream: string | undefined;
  readonly summary: StreamSummary | undefined;
}

/** An attempt at an upstream. */
export interface UpstreamAttempt {
  readonly upstream: string;
  /** The upstream's name of the model. */
  readonly model: string;
  readonly url: URL;
  /** What the upstream is told; a listener that traces puts its own place there. */
  trace: TraceContext | undefined;
}

/** An attempt at an upstream that is over: answered, failed or left. */
export interface UpstreamRequestEvent {
  /** Name of the upstream, from the configuration. */
  readonly upstream: string;
  /** `completed`, `aborted`, or the code of the error that ended the attempt. */
  readonly outcome: string;
  /** From the first byte sent to the end of the answer. */
  readonly seconds: number;
  readonly attempt?: UpstreamAttempt;
  readonly finishReason?: FinishReason | undefined;
  readonly usage?: TokenUsage | undefined;
}

/** Whether an upstream is sent requests: all, a trial, or none. */
export type CircuitState = 'closed' | 'half-open' | 'open';

/**
 * What somebody who measures can be told. All methods are optional, must be cheap, and must not
 * throw. Names and reasons become labels of metrics: they come from the code or the configuration,
 * never from a client or an upstream.
 */
export interface TelemetryListener extends Partial<MeterSink> {
  exchangeStarted?(exchange: ExchangeStart): void;
  generationStarted?(generation: GenerationStart): void;
  exchangeEnded?(exchange: ExchangeEnd): void;
  upstreamStarted?(attempt: UpstreamAttempt): void;
  upstreamRequest?(event: UpstreamRequestEvent): void;
  /** A request is sent to an upstream once more, which had failed before any output. */
  retry?(event: { readonly upstream: string }): void;
  circuitState?(event: { readonly upstream: string; readonly state: CircuitState }): void;
  /** The gateway turned a request away that it could have served at another time. */
  rejected?(event: { readonly reason: string }): void;
}
