import type { Observable } from 'rxjs';
import type { DemandGate } from '../common/http/demand-gate';
import type { GenerationRequest } from '../protocol/generation-request';
import type { ModelProfile } from '../protocol/model-profile';
import type { StreamPart } from '../protocol/stream-part';

/** One generation as a driver sees it. */
export interface UpstreamCall {
  readonly request: GenerationRequest;
  readonly profile: ModelProfile;
  /** The upstream's name of the model. */
  readonly modelId: string;
  /** `document`: all output is text, as the upstream renders it, reasoning markup included. */
  readonly rendering: 'parts' | 'document';
  /** Correlates logs of the gateway and the upstream. */
  readonly requestId: string;
  /** Closed while the client takes no more. */
  readonly demand: DemandGate;
}

/** What `GET /upstream/status` says of a driver's configuration; never a secret. */
export interface UpstreamDescription {
  readonly protocol: string;
  /** Scheme, host and port only. */
  readonly endpoint: string;
}

/**
 * Talks one upstream protocol. `open` is cold: subscribing sends the request, unsubscribing aborts
 * it. Each emission is what one network read decoded to. Fails with a `GatewayError`, or emits an
 * error part when the failure came after output.
 */
export interface UpstreamDriver {
  open(call: UpstreamCall): Observable<readonly StreamPart[]>;
  describe(): UpstreamDescription;
}

export const UpstreamDriver = Symbol('UpstreamDriver');
