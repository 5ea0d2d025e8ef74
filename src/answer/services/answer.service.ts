import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { firstValueFrom, map, tap } from 'rxjs';
import { DemandGate } from '../../common/http/demand-gate';
import { requestContext } from '../../common/http/request-context';
import { ResponseStreamer } from '../../common/http/response-streamer';
import type { StreamSummary } from '../../common/http/stream-summary';
import { transduce } from '../../common/rxjs/transduce';
import { Telemetry } from '../../common/telemetry/telemetry.service';
import { foldParts } from '../../generation/fold-parts';
import { GenerationService } from '../../generation/generation.service';
import type { GenerationRequest } from '../../protocol/generation-request';
import { SSE_KEEP_ALIVE } from '../../protocol/sse/encode-sse';
import type { StartPart } from '../../protocol/stream-part';
import type { AnswerForm } from '../answer-form';
import { GenerationObserver } from '../lib/generation-observer';
import { toIgnoredHeader } from '../lib/other-parameters';

/** Where an answer goes, and in which form. */
export interface AnswerTarget {
  readonly response: Response;
  readonly isStream: boolean;
  readonly form: AnswerForm;
  /** Names of what the front left out of the request, beside what the upstream ignores. */
  readonly ignored: readonly string[];
}

/** Answers requests of all dialects: runs the generation and sends it in the dialect's form. */
@Injectable()
export class AnswerService {
  constructor(
    private readonly generations: GenerationService,
    private readonly streamer: ResponseStreamer,
    private readonly telemetry: Telemetry,
  ) {}

  /**
   * Resolves when the response is over; rejects while nothing was sent. A promise, because for an
   * Observable Nest would watch the connection once more (docs/decisions/0024-where-the-time-goes.md).
   */
  answer(
    request: GenerationRequest,
    { response, isStream, form, ignored }: AnswerTarget,
  ): Promise<StreamSummary> {
    const demand = new DemandGate();
    const exchange = requestContext(response);
    const { requestId, meter } = exchange;
    if (meter !== undefined) this.telemetry.generationStarted({ meter, isStream });
    const observer = new GenerationObserver((start) => {
      describeAnswer(response, start, ignored);
    });
    const parts = this.generations.generate(request, { requestId, demand, meter }).pipe(
      tap((batch) => {
        observer.observe(batch);
      }),
    );
    const outcome = isStream
      ? this.streamer.stream({
          response,
          demand,
          meter,
          toErrorFrame: (error) => form.errorFrame(error),
          toKeepAliveFrame: () => form.keepAliveFrame?.() ?? SSE_KEEP_ALIVE,
          frames: parts.pipe(transduce(() => form.frames())),
        })
      : this.streamer.json({
          response,
          body: parts.pipe(
            foldParts(),
            map((generation) => form.document(generation)),
          ),
        });
    return firstValueFrom(
      outcome.pipe(
        map((ended) => {
          exchange.summary = observer.summary(ended);
          return exchange.summary;
        }),
      ),
    );
  }
}

/** Tells who answers and what had no effect there; impossible once a keep-alive went out. */
function describeAnswer(
  response: Response,
  { upstream, ignoredParameters }: StartPart,
  ignored: readonly string[],
): void {
  requestContext(response).upstream = upstream;
  if (response.headersSent) return;
  response.setHeader('x-upstream', upstream);
  const header = toIgnoredHeader([...ignoredParameters, ...ignored]);
  // Another upstream, which failed since, may have ignored more.
  if (header === undefined) response.removeHeader('x-ignored-parameters');
  else response.setHeader('x-ignored-parameters', header);
}
