import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { defer, map, type Observable, switchMap, takeWhile } from 'rxjs';
import type { DemandGate } from '../common/http/demand-gate';
import { endAfter } from '../common/rxjs/end-after';
import type { ExchangeMeter } from '../common/telemetry/exchange-meter';
import { transduce } from '../common/rxjs/transduce';
import type { Settings } from '../config/validate-environment';
import { ModelsService } from '../models/services/models.service';
import { GatewayError } from '../protocol/gateway-error';
import type {
  GenerationRequest,
  ThinkingField,
  ThinkingMode,
} from '../protocol/generation-request';
import type { ModelProfile, ModelRoute } from '../protocol/model-profile';
import type { Rejection } from '../protocol/rejection';
import type { StreamPart } from '../protocol/stream-part';
import { compose, type Transform } from '../protocol/transform';
import { UpstreamService } from '../upstream/services/upstream.service';
import { fallBack } from './fall-back';
import { type Checked, GenerationPlanner } from './generation-planner.service';
import { assertImagesFit } from './lib/assert-images-fit';
import { CitationTransform } from './lib/cite-sources';
import { LifecycleTransform } from './lib/enforce-lifecycle';
import { estimateInputTokens, estimateUsage } from './lib/estimate-usage';
import { transformThinking } from './lib/transform-thinking';
import { repairOnce } from './repair-once';

/** What a generation needs to know of the exchange that it serves. */
export interface GenerationContext {
  readonly requestId: string;
  readonly demand: DemandGate;
  readonly meter?: ExchangeMeter | undefined;
}

/** One request, on its way to whichever upstream answers it. */
interface Asked {
  readonly request: GenerationRequest;
  readonly profile: ModelProfile;
  readonly context: GenerationContext;
  /** Whether another upstream is asked when this one fails early. */
  readonly canFallBack: boolean;
}

type Parts = Observable<readonly StreamPart[]>;
type PartTransform = Transform<StreamPart, StreamPart>;

/** The one pipeline that all dialects share: from a canonical request to the parts of its answer. */
@Injectable()
export class GenerationService {
  private readonly thinkingMode: ThinkingMode;
  private readonly thinkingField: ThinkingField;
  /** Milliseconds. */
  private readonly timeout: number;

  constructor(
    private readonly models: ModelsService,
    private readonly planner: GenerationPlanner,
    private readonly upstream: UpstreamService,
    config: ConfigService<Settings, true>,
  ) {
    this.thinkingMode = config.get('THINKING_PROCESSING', { infer: true });
    this.thinkingField = config.get('THINKING_FIELD', { infer: true });
    this.timeout = config.get('GENERATION_TIMEOUT_MS', { infer: true });
  }

  /**
   * Cold: subscribing opens the upstream request, unsubscribing aborts it. The last part is a finish
   * or an error. Fails with a `GatewayError` when the request cannot be sent at all.
   */
  generate(request: GenerationRequest, context: GenerationContext): Parts {
    return defer(() => {
      if (this.models.isFresh) return this.start(request, context);
      context.meter?.pause();
      return this.models.refresh().pipe(
        switchMap(() => {
          context.meter?.resume();
          return this.start(request, context);
        }),
      );
    }).pipe(
      endAfter<readonly StreamPart[]>(this.timeout, () => [
        { type: 'error', error: timeoutError(this.timeout) },
      ]),
    );
  }

  /** Tokens that a request gives its model to read, roughly. Fails where `generate` asks nobody. */
  estimateInput(request: GenerationRequest): Observable<number> {
    return defer(() => this.models.refresh()).pipe(
      map(() => {
        assertImagesFit(request, this.models.resolve(request.model));
        return estimateInputTokens(request);
      }),
    );
  }

  private start(request: GenerationRequest, context: GenerationContext): Parts {
    const profile = this.models.resolve(request.model);
    assertImagesFit(request, profile);
    const asked = withThinkingDefault(request, profile);
    return fallBack(profile.routes, (route, { canFallBack }) =>
      this.ask(route, { request: asked, profile, context, canFallBack }),
    );
  }

  /** One upstream's whole answer. */
  private ask({ upstream, modelId }: ModelRoute, asked: Asked): Parts {
    const { request, profile, context, canFallBack } = asked;
    const { mode, field } = this.thinkingOf(request);
    const rendering = mode === 'raw' ? 'document' : 'parts';
    const plan = this.planner.plan(request, this.upstream.abilities(upstream, profile));
    const attempt = (rejection?: Rejection): Observable<readonly Checked[]> => {
      const asking = rejection === undefined ? plan.request : plan.correct(rejection);
      const parts = this.upstream.open(
        upstream,
        { request: asking, profile, modelId, rendering, ...context },
        { canFallBack },
      );
      const steps = plan.steps(rejection);
      return steps === undefined ? parts : parts.pipe(transduce(() => steps));
    };
    const answer = plan.canReject ? repairOnce(attempt) : (attempt() as Parts);
    return answer.pipe(
      transduce(() => this.finishing(request, mode, field)),
      takeWhile((batch) => !isEnd(batch.at(-1)), true),
    );
  }

  /** Reasoning within the text would make JSON unreadable: it keeps its own field. */
  private thinkingOf(request: GenerationRequest): { mode: ThinkingMode; field: ThinkingField } {
    const mode = request.thinkingMode ?? this.thinkingMode;
    const field = request.thinkingField ?? this.thinkingField;
    if (request.outputFormat.type === 'text') return { mode, field };
    return { mode: mode === 'raw' ? 'think' : mode, field: 'reasoning_content' };
  }

  /** Resolves the policy of a request to one transform: no flag is read per part. */
  private finishing(
    request: GenerationRequest,
    mode: ThinkingMode,
    field: ThinkingField,
  ): PartTransform {
    const ending = compose(
      new CitationTransform(),
      new LifecycleTransform((outputBytes) => estimateUsage(request, outputBytes)),
    );
    const thinking = transformThinking(mode, field);
    return thinking === undefined ? ending : compose(thinking, ending);
  }
}

/** What the model's profile says of thinking has precedence over what the dialect does. */
function withThinkingDefault(
  request: GenerationRequest,
  { thinksByDefault }: ModelProfile,
): GenerationRequest {
  const { thinking, thinkingDefault } = request;
  if (thinkingDefault === undefined) return request;
  return { ...request, thinking: thinking ?? thinksByDefault ?? thinkingDefault };
}

function isEnd(part: StreamPart | undefined): boolean {
  return part?.type === 'finish' || part?.type === 'error';
}

function timeoutError(milliseconds: number): GatewayError {
  return new GatewayError(
    'upstream-timeout',
    `The answer was not complete after ${String(milliseconds)} ms.`,
    { code: 'generation_timeout' },
  );
}
