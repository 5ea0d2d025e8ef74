import { catchError, defer, map, type Observable, throwError } from 'rxjs';
import { now } from '../../../common/clock';
import { newCompactId } from '../../../common/ids';
import { completeAfter } from '../../../common/rxjs/complete-after';
import { completeAt } from '../../../common/rxjs/complete-at';
import { transduce } from '../../../common/rxjs/transduce';
import type { OpenAiUpstream } from '../../../config/upstreams/upstream-definition';
import { type GatewayError, toGatewayError } from '../../../protocol/gateway-error';
import type { GenerationRequest } from '../../../protocol/generation-request';
import type { ModelProfile, NativeAbilities } from '../../../protocol/model-profile';
import { SseDecoder } from '../../../protocol/sse/decode-sse';
import type { StreamPart } from '../../../protocol/stream-part';
import { compose } from '../../../protocol/transform';
import { HttpStreamService } from '../../transport/http-stream.service';
import { UnexpectedResponse } from '../../transport/transport-error';
import type { KeyPoolStatus, UpstreamCall, UpstreamDriver } from '../../upstream-driver';
import type { KeyLease } from './key-lease';
import type { KeyPool } from './key-pool';
import { buildOpenAiRequest, ignoredParameters } from './lib/build-openai-request';
import { type Dialect, DIALECT_FACTS } from './lib/dialects';
import { OpenAiEventMapper } from './lib/map-openai-events';
import { explainFailure, readFailedResponse } from './lib/openai-failure';
import type { UpstreamFailure } from './lib/upstream-failure';

/** Milliseconds that the upstream has for the usage once it gave a finish reason. */
const USAGE_TIMEOUT = 1_000;

/** Milliseconds that the upstream has to end its answer after all of it has come. */
const LINGER = 250;

type Parts = Observable<readonly StreamPart[]>;

/** A failure before any output, and whether another key of the upstream may do better. */
class EarlyFailure extends Error {
  override readonly name = 'EarlyFailure';

  constructor(
    readonly error: GatewayError,
    readonly isOfTheKey: boolean,
  ) {
    super(error.message);
  }
}

/** OpenAI's chat completions, as Z.ai's official API, vLLM, SGLang and others speak them. */
export class OpenAiDriver implements UpstreamDriver {
  private readonly dialect: Dialect;

  constructor(
    private readonly upstream: OpenAiUpstream,
    private readonly http: HttpStreamService,
    private readonly pool: KeyPool,
    /** Bytes. */
    private readonly maxEventLength: number,
  ) {
    this.dialect = DIALECT_FACTS[upstream.dialect];
  }

  abilities({ features }: ModelProfile): NativeAbilities {
    const { toolChoice, outputFormat } = this.dialect;
    return { tools: features.nativeTools, toolChoice, outputFormat };
  }

  ignoredParameters(request: GenerationRequest): readonly string[] {
    return ignoredParameters(request, this.dialect);
  }

  keys(): KeyPoolStatus {
    return { queued: this.pool.queued, keys: this.pool.status() };
  }

  open(call: UpstreamCall): Parts {
    return this.attempt(call, new Set());
  }

  /** One request with one key; another one follows when the key was at fault and nothing came yet. */
  private attempt(call: UpstreamCall, tried: ReadonlySet<string>): Parts {
    let used: string | undefined;
    call.meter?.pause();
    return this.pool
      .lend((lease) => {
        call.meter?.resume();
        used = lease.id;
        return this.send(call, lease);
      }, tried)
      .pipe(
        catchError((failure: unknown) => {
          if (!(failure instanceof EarlyFailure)) return throwError(() => failure);
          const { error, isOfTheKey } = failure;
          const nowTried = new Set(tried).add(used ?? '');
          const mayGoOn = isOfTheKey && nowTried.size < this.pool.status().length;
          if (!mayGoOn) return throwError(() => error);
          return this.attempt(call, nowTried);
        }),
      );
  }

  private send(call: UpstreamCall, lease: KeyLease): Parts {
    return defer(() => {
      let isOfTheKey = false;
      const toError = (failure: UpstreamFailure): GatewayError => {
        const { error, consequence } = explainFailure(failure, now());
        isOfTheKey = consequence.kind !== 'none';
        lease.report(consequence, error.code);
        return error;
      };
      const mapper = this.newMapper(call, toError);
      let hasOutput = false;
      return this.http.open(this.toHttpRequest(call, lease)).pipe(
        completeAfter(() => mapper.isFinished, USAGE_TIMEOUT),
        transduce(() => compose(new SseDecoder(this.maxEventLength), mapper)),
        completeAt((parts) => parts.at(-1)?.type === 'finish', LINGER),
        map((parts) => {
          const [first] = parts;
          if (!hasOutput && first?.type === 'error') {
            throw new EarlyFailure(first.error, isOfTheKey);
          }
          hasOutput = true;
          if (parts.at(-1)?.type === 'finish') lease.succeed();
          return parts;
        }),
        catchError((error: unknown) => {
          if (error instanceof EarlyFailure) return throwError(() => error);
          const known =
            error instanceof UnexpectedResponse
              ? toError(readFailedResponse(error))
              : toGatewayError(error);
          return throwError(() => (hasOutput ? known : new EarlyFailure(known, isOfTheKey)));
        }),
      );
    });
  }

  private newMapper(
    { request, profile, rendering }: UpstreamCall,
    toError: (failure: UpstreamFailure) => GatewayError,
  ): OpenAiEventMapper {
    const thinks =
      profile.capabilities.thinking && (request.thinking ?? profile.thinksByDefault) === true;
    return new OpenAiEventMapper({
      rendering,
      toError,
      mayThinkInText: thinks && this.dialect.mayThinkInText,
      allowsParallelCalls: request.allowsParallelCalls,
      newId: () => `call_${newCompactId().slice(0, 24)}`,
    });
  }

  private toHttpRequest(
    call: UpstreamCall,
    { key }: KeyLease,
  ): Parameters<HttpStreamService['open']>[0] {
    return {
      url: this.upstream.url,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, application/json',
        'accept-language': 'en-US,en',
        'user-agent': 'glm-gateway',
        'x-request-id': call.requestId,
        ...call.traceHeaders,
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify(buildOpenAiRequest(call, this.dialect)),
      demand: call.demand,
      meter: call.meter,
    };
  }
}
