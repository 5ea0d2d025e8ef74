import { catchError, defer, map, type Observable, switchMap, throwError } from 'rxjs';
import { now } from '../../../common/clock';
import { newId } from '../../../common/ids';
import { completeAt } from '../../../common/rxjs/complete-at';
import { transduce } from '../../../common/rxjs/transduce';
import type { WebUpstream } from '../../../config/upstreams/upstream-definition';
import { GatewayError } from '../../../protocol/gateway-error';
import { SseDecoder } from '../../../protocol/sse/decode-sse';
import type { GenerationRequest } from '../../../protocol/generation-request';
import type { NativeAbilities } from '../../../protocol/model-profile';
import { compose } from '../../../protocol/transform';
import type { StreamPart } from '../../../protocol/stream-part';
import { HttpStreamService } from '../../transport/http-stream.service';
import { UnexpectedResponse } from '../../transport/transport-error';
import type { KeyPoolStatus, UpstreamCall, UpstreamDriver } from '../../upstream-driver';
import { buildWebRequest } from './lib/build-web-request';
import { ChannelOutput, VerbatimOutput } from './lib/document/document-output';
import { formatDateTime } from './lib/format-date-time';
import { WebEventMapper } from './lib/map-web-events';
import { isUnauthorized, readWebFailureBody, toWebError } from './lib/web-failure';
import { type WebCredential, type WebCredentials } from './web-credentials';

/** Milliseconds that the upstream has to end its answer after it said that it is done. */
const LINGER = 250;

/** The web protocol of chat.z.ai, for mocks and compatible back ends. */
export class WebDriver implements UpstreamDriver {
  constructor(
    private readonly upstream: WebUpstream,
    private readonly http: HttpStreamService,
    private readonly credentials: WebCredentials,
    /** Bytes. */
    private readonly maxEventLength: number,
  ) {}

  abilities(): NativeAbilities {
    return { tools: false, toolChoice: false, outputFormat: 'text' };
  }

  ignoredParameters({ otherParameters }: GenerationRequest): readonly string[] {
    return Object.keys(otherParameters);
  }

  keys(): KeyPoolStatus {
    return { queued: 0, keys: [] };
  }

  open(call: UpstreamCall): Observable<readonly StreamPart[]> {
    return this.attempt(call, (error, credential) => {
      if (!credential.isRenewable || !isUnauthorized(error)) return throwError(() => error);
      this.credentials.discard(credential);
      // Nothing was sent yet, so the client sees one request: once more with a fresh token.
      return this.attempt(call, (secondError) => throwError(() => secondError));
    });
  }

  private attempt(
    call: UpstreamCall,
    onEarlyFailure: (
      error: unknown,
      credential: WebCredential,
    ) => Observable<readonly StreamPart[]>,
  ): Observable<readonly StreamPart[]> {
    return defer(() => {
      call.meter?.pause();
      return this.credentials.acquire();
    }).pipe(
      switchMap((credential) => {
        call.meter?.resume();
        let hasOutput = false;
        return this.send(call, credential).pipe(
          map((parts) => {
            const [first] = parts;
            if (!hasOutput && first?.type === 'error') throw first.error;
            hasOutput = true;
            return parts;
          }),
          catchError((error: unknown) =>
            hasOutput ? throwError(() => error) : onEarlyFailure(error, credential),
          ),
        );
      }),
    );
  }

  private send(call: UpstreamCall, { token }: WebCredential): Observable<readonly StreamPart[]> {
    return defer(() =>
      this.http.open({
        url: this.upstream.url,
        headers: toHeaders(call, token),
        body: this.toBody(call),
        demand: call.demand,
        meter: call.meter,
      }),
    ).pipe(
      transduce(() =>
        compose(new SseDecoder(this.maxEventLength), new WebEventMapper(outputFor(call))),
      ),
      completeAt((parts) => parts.at(-1)?.type === 'finish', LINGER),
      catchError((error: unknown) => throwError(() => toDriverError(error))),
    );
  }

  private toBody(call: UpstreamCall): string {
    return JSON.stringify(
      buildWebRequest(call, {
        chatId: newId(),
        messageId: newId(),
        dateTime: formatDateTime(new Date(now())),
      }),
    );
  }
}

function outputFor({ rendering }: UpstreamCall): ChannelOutput | VerbatimOutput {
  return rendering === 'document' ? new VerbatimOutput() : new ChannelOutput();
}

function toHeaders(
  { requestId, traceHeaders }: UpstreamCall,
  token: string | undefined,
): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    accept: 'text/event-stream, application/json',
    'user-agent': 'glm-gateway',
    'x-request-id': requestId,
    ...traceHeaders,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
}

function toDriverError(error: unknown): unknown {
  if (!(error instanceof UnexpectedResponse)) return error;
  const { status, body, retryAfter } = error;
  if (status < 400 && !isJson(body)) {
    return new GatewayError(
      'upstream-failed',
      'The upstream answered with something that is no event stream.',
      { code: 'upstream_invalid_response', cause: error },
    );
  }
  return toWebError(readWebFailureBody(body, status, retryAfter));
}

function isJson(body: string): boolean {
  return body.trimStart().startsWith('{');
}
