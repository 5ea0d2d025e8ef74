import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';
import { ignoredTools } from '../../answer/lib/other-parameters';
import { THINKING_HEADER } from '../../answer/lib/parse-thinking-mode';
import { AnswerService } from '../../answer/services/answer.service';
import { now } from '../../common/clock';
import type { StreamSummary } from '../../common/http/stream-summary';
import { newCompactId } from '../../common/ids';
import type { Settings } from '../../config/validate-environment';
import type { ChatCompletionRequestDto } from '../dto/chat-completion-request.dto';
import { ChatForm } from '../lib/chat-form';
import { needsCompleteDeltas } from '../lib/complete-deltas';
import { toGenerationRequest } from '../lib/to-generation-request';

/** Answers chat completion requests: one stream of chunks, or one document. */
@Injectable()
export class ChatCompletionsService {
  private readonly defaultModel: string;
  private readonly supportsTools: boolean;

  constructor(
    private readonly answers: AnswerService,
    config: ConfigService<Settings, true>,
  ) {
    this.defaultModel = config.get('PRIMARY_MODEL', { infer: true });
    this.supportsTools = config.get('TOOL_SUPPORT', { infer: true });
  }

  /** Resolves when the response is over; rejects while nothing was sent. */
  create(
    body: ChatCompletionRequestDto,
    response: Response,
    headers: IncomingHttpHeaders,
  ): Promise<StreamSummary> {
    const { defaultModel, supportsTools } = this;
    const request = toGenerationRequest(body, {
      defaultModel,
      supportsTools,
      thinkingHeader: headers[THINKING_HEADER],
    });
    const envelope = {
      id: `chatcmpl-${newCompactId()}`,
      created: Math.floor(now() / 1000),
      model: request.model,
    };
    return this.answers.answer(request, {
      response,
      isStream: body.stream === true,
      ignored: supportsTools ? ignoredTools(body) : [],
      form: new ChatForm(envelope, {
        includesUsage: body.stream_options?.include_usage === true,
        completesDeltas: needsCompleteDeltas(headerValue(headers, 'x-stainless-lang')),
      }),
    });
  }
}

function headerValue(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
