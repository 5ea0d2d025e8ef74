import type { Observable } from 'rxjs';
import type { DemandGate } from '../common/http/demand-gate';
import type { ExchangeMeter } from '../common/telemetry/exchange-meter';
import type { GenerationRequest } from '../protocol/generation-request';
import type { ModelProfile, NativeAbilities } from '../protocol/model-profile';
import type { StreamPart } from '../protocol/stream-part';
import type { KeyStatus } from './key-status';

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
  readonly meter?: ExchangeMeter | undefined;
  /** Tell the upstream where in a trace it is called. */
  readonly traceHeaders?: Readonly<Record<string, string>>;
}

/**
 * Talks one upstream protocol with one upstream. `open` is cold: subscribing sends the request,
 * unsubscribing aborts it. Each emission is what one network read decoded to. Fails with a
 * `GatewayError`, or emits an error part when the failure came after output.
 */
export interface UpstreamDriver {
  open(call: UpstreamCall): Observable<readonly StreamPart[]>;
  /** What the upstream does by itself for a model. */
  abilities(profile: ModelProfile): NativeAbilities;
  /** Names of the request's parameters that have no effect at this upstream. */
  ignoredParameters(request: GenerationRequest): readonly string[];
  /** The keys that requests share, and how many requests wait for one. */
  keys(): KeyPoolStatus;
}

/** How the credentials of an upstream are doing; never a secret. */
export interface KeyPoolStatus {
  readonly queued: number;
  readonly keys: readonly KeyStatus[];
}
