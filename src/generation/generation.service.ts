import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { defer, type Observable, takeWhile } from 'rxjs';
import type { DemandGate } from '../common/http/demand-gate';
import { transduce } from '../common/rxjs/transduce';
import type { Settings } from '../config/validate-environment';
import { ModelsService } from '../models/services/models.service';
import type {
  GenerationRequest,
  ThinkingField,
  ThinkingMode,
} from '../protocol/generation-request';
import type { ModelProfile } from '../protocol/model-profile';
import type { StreamPart } from '../protocol/stream-part';
import type { Transform } from '../protocol/transform';
import { UpstreamService } from '../upstream/services/upstream.service';
import { assertImagesFit } from './lib/assert-images-fit';
import { CitationTransform } from './lib/cite-sources';
import { LifecycleTransform } from './lib/enforce-lifecycle';
import { estimateUsage } from './lib/estimate-usage';
import { StopSequenceTransform } from './lib/stop-at-sequence';
import { transformThinking } from './lib/transform-thinking';

/** What a generation needs to know of the exchange that it serves. */
export interface GenerationContext {
  readonly requestId: string;
  readonly demand: DemandGate;
}

type Step = () => Transform<StreamPart, StreamPart>;

/** The one pipeline that all dialects share: from a canonical request to the parts of its answer. */
@Injectable()
export class GenerationService {
  private readonly thinkingMode: ThinkingMode;
  private readonly thinkingField: ThinkingField;

  constructor(
    private readonly models: ModelsService,
    private readonly upstream: UpstreamService,
    config: ConfigService<Settings, true>,
  ) {
    this.thinkingMode = config.get('THINKING_PROCESSING', { infer: true });
    this.thinkingField = config.get('THINKING_FIELD', { infer: true });
  }

  /**
   * Cold: subscribing opens the upstream request, unsubscribing aborts it. The last part is a finish
   * or an error. Fails with a `GatewayError` when the request cannot be sent at all.
   */
  generate(
    request: GenerationRequest,
    context: GenerationContext,
  ): Observable<readonly StreamPart[]> {
    return defer(() => {
      const profile = this.models.resolve(request.model);
      assertImagesFit(request, profile);
      return this.open(request, profile, context);
    });
  }

  private open(
    request: GenerationRequest,
    profile: ModelProfile,
    context: GenerationContext,
  ): Observable<readonly StreamPart[]> {
    const mode = request.thinkingMode ?? this.thinkingMode;
    const parts = this.upstream.open({
      ...context,
      request,
      profile,
      rendering: mode === 'raw' ? 'document' : 'parts',
    });
    return this.steps(request, mode)
      .reduce((source, step) => source.pipe(transduce(step)), parts)
      .pipe(takeWhile((batch) => !isCutShort(batch.at(-1)), true));
  }

  /** Resolves the policy of a request to its transforms, once: no flag is read inside a loop. */
  private steps(request: GenerationRequest, mode: ThinkingMode): readonly Step[] {
    const { stopSequences } = request;
    const thinking = transformThinking(mode, this.thinkingField);
    return [
      ...(stopSequences.length > 0 ? [() => new StopSequenceTransform(stopSequences)] : []),
      ...(thinking === undefined ? [] : [thinking]),
      () => new CitationTransform(),
      () => new LifecycleTransform((outputBytes) => estimateUsage(request, outputBytes)),
    ];
  }
}

/**
 * True for an end that the upstream does not know of, so that its request must be aborted. After its
 * own finish the driver completes by itself; unsubscribing then would cost a usable connection.
 */
function isCutShort(part: StreamPart | undefined): boolean {
  return part?.type === 'error' || (part?.type === 'finish' && part.stopSequence !== undefined);
}
