import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';
import { map, type Observable, tap } from 'rxjs';
import { monotonicNow, now } from '../../common/clock';
import { toOpenAiError } from '../../common/filters/to-openai-error';
import { DemandGate } from '../../common/http/demand-gate';
import { requestContext } from '../../common/http/request-context';
import { ResponseStreamer } from '../../common/http/response-streamer';
import type { WriteOutcome } from '../../common/http/response-writer';
import { StreamSummary } from '../../common/http/stream-summary';
import { newCompactId } from '../../common/ids';
import { transduce } from '../../common/rxjs/transduce';
import type { Settings } from '../../config/validate-environment';
import { foldParts } from '../../generation/fold-parts';
import { GenerationService } from '../../generation/generation.service';
import { GenerationTally } from '../../protocol/generation-tally';
import { encodeSseData } from '../../protocol/sse/encode-sse';
import type { StartPart, StreamPart } from '../../protocol/stream-part';
import { compose } from '../../protocol/transform';
import type { ChatCompletionRequestDto } from '../dto/chat-completion-request.dto';
import { DeltaCompleter, needsCompleteDeltas } from '../lib/complete-deltas';
import { ChatChunkEncoder } from '../lib/encode-chat-chunks';
import { ignoredTools, toIgnoredHeader } from '../lib/other-parameters';
import { type ChatEnvelope, ChatChunkTransform } from '../lib/to-chat-chunks';
import { toChatCompletion } from '../lib/to-chat-completion';
import { toGenerationRequest } from '../lib/to-generation-request';

/** Answers chat completion requests: one stream of chunks, or one document. */
@Injectable()
export class ChatCompletionsService {
  private readonly defaultModel: string;
  private readonly supportsTools: boolean;

  constructor(
    private readonly generations: GenerationService,
    private readonly streamer: ResponseStreamer,
    config: ConfigService<Settings, true>,
  ) {
    this.defaultModel = config.get('PRIMARY_MODEL', { infer: true });
    this.supportsTools = config.get('TOOL_SUPPORT', { infer: true });
  }

  /** Emits one summary when the response is over; fails while nothing was sent. */
  create(
    body: ChatCompletionRequestDto,
    response: Response,
    headers: IncomingHttpHeaders,
  ): Observable<StreamSummary> {
    const { defaultModel, supportsTools } = this;
    const request = toGenerationRequest(body, {
      defaultModel,
      supportsTools,
      thinkingHeader: headerValue(headers, 'x-thinking-processing'),
    });
    const unknownTools = supportsTools ? ignoredTools(body) : [];

    const demand = new DemandGate();
    const { requestId, meter } = requestContext(response);
    const observer = new GenerationObserver((start) => {
      describeAnswer(response, start, unknownTools);
    });
    const parts = this.generations.generate(request, { requestId, demand, meter }).pipe(
      tap((batch) => {
        observer.observe(batch);
      }),
    );
    const envelope: ChatEnvelope = {
      id: `chatcmpl-${newCompactId()}`,
      created: Math.floor(now() / 1000),
      model: request.model,
    };
    const outcome =
      body.stream === true
        ? this.stream(parts, envelope, { body, headers, response, demand })
        : this.streamer.json({
            response,
            body: parts.pipe(
              foldParts(),
              map((generation) => toChatCompletion(generation, envelope)),
            ),
          });
    return outcome.pipe(map((ended) => observer.summary(ended)));
  }

  private stream(
    parts: Observable<readonly StreamPart[]>,
    envelope: ChatEnvelope,
    target: {
      readonly body: ChatCompletionRequestDto;
      readonly headers: IncomingHttpHeaders;
      readonly response: Response;
      readonly demand: DemandGate;
    },
  ): Observable<WriteOutcome> {
    const includeUsage = target.body.stream_options?.include_usage === true;
    const isPython = needsCompleteDeltas(headerValue(target.headers, 'x-stainless-lang'));
    return this.streamer.stream({
      response: target.response,
      demand: target.demand,
      meter: requestContext(target.response).meter,
      toErrorFrame: (error) => encodeSseData(JSON.stringify(toOpenAiError(error))),
      frames: parts.pipe(
        transduce(() => {
          const chunks = new ChatChunkTransform(envelope, includeUsage);
          const complete = isPython ? compose(chunks, new DeltaCompleter()) : chunks;
          return compose(complete, new ChatChunkEncoder());
        }),
      ),
    });
  }
}

function headerValue(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Tells who answers and what had no effect there; impossible once a keep-alive went out. */
function describeAnswer(
  response: Response,
  { upstream, ignoredParameters }: StartPart,
  unknownTools: readonly string[],
): void {
  requestContext(response).upstream = upstream;
  if (response.headersSent) return;
  response.setHeader('x-upstream', upstream);
  const ignored = toIgnoredHeader([...ignoredParameters, ...unknownTools]);
  // Another upstream, which failed since, may have ignored more.
  if (ignored === undefined) response.removeHeader('x-ignored-parameters');
  else response.setHeader('x-ignored-parameters', ignored);
}

/** Watches one generation for its summary. */
class GenerationObserver {
  private readonly start = monotonicNow();
  private readonly tally = new GenerationTally();
  private timeToFirstOutput: number | undefined;

  constructor(private readonly onStart: (start: StartPart) => void) {}

  observe(batch: readonly StreamPart[]): void {
    if (this.timeToFirstOutput === undefined && batch.some(isOutput)) {
      this.timeToFirstOutput = monotonicNow() - this.start;
    }
    for (const part of batch) {
      if (part.type === 'start') this.onStart(part);
      else this.tally.add(part);
    }
  }

  summary(outcome: WriteOutcome): StreamSummary {
    return new StreamSummary(outcome.kind, this.tally.summary(), this.timeToFirstOutput);
  }
}

/** An answer begins with what the client sees of it, not with the news who answers. */
function isOutput({ type }: StreamPart): boolean {
  return type === 'text' || type === 'reasoning' || type === 'tool-input-start';
}
