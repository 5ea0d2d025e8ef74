import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { defer, identity, type MonoTypeOperatorFunction, type Observable, takeWhile } from 'rxjs';
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
import { compose, type Transform } from '../protocol/transform';
import { ToolsService } from '../tools/services/tools.service';
import { UpstreamService } from '../upstream/services/upstream.service';
import { assertImagesFit } from './lib/assert-images-fit';
import { CitationTransform } from './lib/cite-sources';
import { LifecycleTransform } from './lib/enforce-lifecycle';
import { estimateUsage } from './lib/estimate-usage';
import { StopSequenceTransform } from './lib/stop-at-sequence';
import { transformThinking } from './lib/transform-thinking';
import { repairOnce } from './repair-once';

/** What a generation needs to know of the exchange that it serves. */
export interface GenerationContext {
  readonly requestId: string;
  readonly demand: DemandGate;
}

type Parts = Observable<readonly StreamPart[]>;
type PartTransform = Transform<StreamPart, StreamPart>;

/** The one pipeline that all dialects share: from a canonical request to the parts of its answer. */
@Injectable()
export class GenerationService {
  private readonly thinkingMode: ThinkingMode;
  private readonly thinkingField: ThinkingField;

  constructor(
    private readonly models: ModelsService,
    private readonly tools: ToolsService,
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
    const rendering = mode === 'raw' ? 'document' : 'parts';
    const answer = (asked: GenerationRequest): Parts =>
      this.upstream
        .open({
          ...context,
          request: asked,
          profile,
          modelId: profile.routes[0]?.modelId ?? profile.id,
          rendering,
        })
        .pipe(stopAt(request.stopSequences));
    return this.withCalls(request, answer).pipe(
      transduce(() => this.finishing(request, mode)),
      takeWhile((batch) => !isEnd(batch.at(-1)), true),
    );
  }

  /** The answer with the calls that the model wrote into it; without tools, the answer as it is. */
  private withCalls(
    request: GenerationRequest,
    answer: (asked: GenerationRequest) => Parts,
  ): Parts {
    const { request: prompted, emulation } = this.tools.prepare(request);
    if (emulation === undefined) return answer(prompted);
    const { check } = emulation;
    if (check === undefined) return answer(prompted).pipe(transduce(() => emulation.extract()));
    return repairOnce((rejection) =>
      answer(rejection === undefined ? prompted : emulation.correct(rejection)).pipe(
        transduce(() => emulation.extract(rejection)),
        transduce(check),
      ),
    );
  }

  /** Resolves the policy of a request to one transform: no flag is read per part. */
  private finishing(request: GenerationRequest, mode: ThinkingMode): PartTransform {
    const ending = compose(
      new CitationTransform(),
      new LifecycleTransform((outputBytes) => estimateUsage(request, outputBytes)),
    );
    const thinking = transformThinking(mode, this.thinkingField);
    return thinking === undefined ? ending : compose(thinking, ending);
  }
}

function stopAt(sequences: readonly string[]): MonoTypeOperatorFunction<readonly StreamPart[]> {
  return sequences.length > 0 ? transduce(() => new StopSequenceTransform(sequences)) : identity;
}

function isEnd(part: StreamPart | undefined): boolean {
  return part?.type === 'finish' || part?.type === 'error';
}
