import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';
import { parseThinkingMode, THINKING_HEADER } from '../../answer/lib/parse-thinking-mode';
import { AnswerService } from '../../answer/services/answer.service';
import { ReasoningSeal } from '../../answer/services/reasoning-seal.service';
import { now } from '../../common/clock';
import { requestContext } from '../../common/http/request-context';
import type { StreamSummary } from '../../common/http/stream-summary';
import type { Settings } from '../../config/validate-environment';
import { invalidRequest } from '../../protocol/gateway-error';
import type { GenerationRequest } from '../../protocol/generation-request';
import type { CreateResponseDto } from '../dto/create-response.dto';
import { ENCRYPTED_REASONING, ignoredOptions } from '../lib/ignored-options';
import { ItemParser } from '../lib/items/parse-items';
import { type InputItem, toInputItems } from '../lib/items/to-input-items';
import { refuseUnsupported } from '../lib/refuse-unsupported';
import { newResponseId } from '../lib/response-ids';
import { ResponsesForm } from '../lib/responses-form';
import { toEnvelope } from '../lib/to-envelope';
import {
  type ResponseParameters,
  toParameters,
  withInstructions,
} from '../lib/to-generation-request';
import { type Conversation, ConversationsService } from './conversations.service';

/** A request that was read, but whose conversation was not looked up yet. */
interface GivenRequest {
  readonly body: CreateResponseDto;
  readonly id: string;
  readonly owner: string;
  readonly parameters: ResponseParameters;
  readonly items: readonly InputItem[];
}

/** The same with all that was said before. */
interface WholeRequest extends GivenRequest {
  readonly conversation: Conversation;
  readonly request: GenerationRequest;
  readonly ignored: readonly string[];
}

/** Answers requests of the Responses API: one stream of events, or one document. */
@Injectable()
export class ResponsesService {
  private readonly defaultModel: string;
  private readonly supportsTools: boolean;

  constructor(
    private readonly answers: AnswerService,
    private readonly conversations: ConversationsService,
    private readonly seal: ReasoningSeal,
    config: ConfigService<Settings, true>,
  ) {
    this.defaultModel = config.get('PRIMARY_MODEL', { infer: true });
    this.supportsTools = config.get('TOOL_SUPPORT', { infer: true });
  }

  /** Resolves when the response is over; rejects while nothing was sent. */
  async create(
    body: CreateResponseDto,
    response: Response,
    headers: IncomingHttpHeaders,
  ): Promise<StreamSummary> {
    refuseUnsupported(body);
    const id = newResponseId();
    const given: GivenRequest = {
      body,
      id,
      owner: requestContext(response).keyId ?? '',
      items: toInputItems(body.input, id),
      parameters: toParameters(body, {
        defaultModel: this.defaultModel,
        supportsTools: this.supportsTools,
        thinkingMode: parseThinkingMode(headers[THINKING_HEADER]),
      }),
    };
    const whole = await this.complete(given);
    return this.answers.answer(whole.request, {
      response,
      isStream: body.stream === true,
      ignored: whole.ignored,
      form: this.createForm(whole),
    });
  }

  /** Looks up what the request goes on with and refers to. */
  private async complete(given: GivenRequest): Promise<WholeRequest> {
    const { body, owner, parameters } = given;
    const conversation = await this.conversations.continueFrom(body.previous_response_id, owner);
    const { history } = conversation;
    const resolved = await this.conversations.resolve(given.items, history, owner);
    const parser = new ItemParser((token) => this.seal.unseal(token));
    for (const item of history) parser.add(item, 'previous_response_id');
    for (const [index, item] of resolved.items.entries()) {
      parser.add(item, `input[${String(index)}]`);
    }
    const { messages: said, ignored } = parser.result();
    const messages = withInstructions(body.instructions, said);
    if (messages.length === 0) throw invalidRequest('There must be at least one message.', 'input');
    return {
      ...given,
      items: resolved.items,
      conversation,
      request: { ...parameters, messages },
      ignored: [
        ...ignoredOptions(body, this.supportsTools),
        ...resolved.ignored,
        // What had no effect before was said before.
        ...ignored.filter((path) => path.startsWith('input')),
      ],
    };
  }

  private createForm(whole: WholeRequest): ResponsesForm {
    const { body, id, parameters } = whole;
    const isStored = body.store !== false && this.conversations.areKept;
    const isSealed = body.include?.includes(ENCRYPTED_REASONING) === true;
    const clock = (): number => Math.floor(now() / 1000);
    return new ResponsesForm(toEnvelope(body, parameters, { id, createdAt: clock(), isStored }), {
      clock,
      seal: isSealed ? (text) => this.seal.seal(text) : undefined,
      onSettled: (response) => {
        const { owner, items: input, conversation } = whole;
        if (isStored) this.conversations.keep(conversation, { owner, input, response });
      },
    });
  }
}
