import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';
import { firstValueFrom } from 'rxjs';
import { THINKING_HEADER } from '../../answer/lib/parse-thinking-mode';
import { AnswerService } from '../../answer/services/answer.service';
import { ReasoningSeal } from '../../answer/services/reasoning-seal.service';
import { requestContext } from '../../common/http/request-context';
import type { StreamSummary } from '../../common/http/stream-summary';
import { newCompactId } from '../../common/ids';
import type { Settings } from '../../config/validate-environment';
import { GenerationService } from '../../generation/generation.service';
import { estimateInputTokens } from '../../generation/lib/estimate-usage';
import type { CountTokensRequestDto, MessageRequestDto } from '../dto/message-request.dto';
import type { MessageTokenCountDto } from '../dto/message.dto';
import { MessageForm } from '../lib/message-form';
import { omitsThinking } from '../lib/parse-message-thinking';
import { ThoughtWriter } from '../lib/thought-writer';
import { type MessageRequestOptions, toGenerationRequest } from '../lib/to-generation-request';

/** Answers requests of the Messages API: one stream of events, or one document. */
@Injectable()
export class MessagesService {
  private readonly options: MessageRequestOptions;

  constructor(
    private readonly answers: AnswerService,
    private readonly generations: GenerationService,
    private readonly seal: ReasoningSeal,
    config: ConfigService<Settings, true>,
  ) {
    this.options = {
      defaultModel: config.get('PRIMARY_MODEL', { infer: true }),
      supportsTools: config.get('TOOL_SUPPORT', { infer: true }),
      marks: seal,
    };
  }

  /** Resolves when the response is over; rejects while nothing was sent. */
  create(
    body: MessageRequestDto,
    response: Response,
    headers: IncomingHttpHeaders,
  ): Promise<StreamSummary> {
    const requestId = nameRequest(response);
    const { request, ignored } = toGenerationRequest(body, {
      ...this.options,
      thinkingHeader: headers[THINKING_HEADER],
    });
    return this.answers.answer(request, {
      response,
      isStream: body.stream === true,
      ignored,
      form: new MessageForm({
        requestId,
        envelope: { id: `msg_${newCompactId()}`, model: request.model },
        thoughts: new ThoughtWriter(this.seal, omitsThinking(body)),
        estimateInput: () => estimateInputTokens(request),
      }),
    });
  }

  /** Counts what a request would give the model to read; asks no upstream. */
  async count(body: CountTokensRequestDto, response: Response): Promise<MessageTokenCountDto> {
    nameRequest(response);
    const { request } = toGenerationRequest(body, this.options);
    return { input_tokens: await firstValueFrom(this.generations.estimateInput(request)) };
  }
}

/** Gives the response its request's id under the name that Anthropic's clients look for. */
function nameRequest(response: Response): string {
  const { requestId } = requestContext(response);
  response.setHeader('request-id', requestId);
  return requestId;
}
