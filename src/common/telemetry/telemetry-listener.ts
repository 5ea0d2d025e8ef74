/** An attempt at an upstream that is over: answered, failed or left. */
export interface UpstreamRequestEvent {
  /** Name of the upstream, from the configuration. */
  readonly upstream: string;
  /** `completed`, `aborted`, or the code of the error that ended the attempt. */
  readonly outcome: string;
  /** From the first byte sent to the end of the answer. */
  readonly seconds: number;
}

/** Whether an upstream is sent requests: all, a trial, or none. */
export type CircuitState = 'closed' | 'half-open' | 'open';

/**
 * What somebody who measures can be told. All methods are optional, must be cheap, and must not
 * throw. Names and reasons become labels of metrics: they come from the code or the configuration,
 * never from a client or an upstream.
 */
export interface TelemetryListener {
  upstreamRequest?(event: UpstreamRequestEvent): void;
  /** A request is sent to an upstream once more, which had failed before any output. */
  retry?(event: { readonly upstream: string }): void;
  circuitState?(event: { readonly upstream: string; readonly state: CircuitState }): void;
  /** The gateway turned a request away that it could have served at another time. */
  rejected?(event: { readonly reason: string }): void;
}
