import type { AnswerForm } from '../../answer/answer-form';
import { toAnthropicError } from '../../common/filters/to-anthropic-error';
import type { Generation } from '../../protocol/fold-generation';
import type { GatewayError } from '../../protocol/gateway-error';
import { SSE_KEEP_ALIVE } from '../../protocol/sse/encode-sse';
import type { StreamPart } from '../../protocol/stream-part';
import { compose, type Transform } from '../../protocol/transform';
import type { MessageDto } from '../dto/message.dto';
import { encodeEvent, MessageEventEncoder, PING } from './encode-message-events';
import { type MessageEventOptions, MessageEventTransform } from './to-message-events';
import { toMessage } from './to-message';

export interface MessageFormOptions extends MessageEventOptions {
  readonly requestId: string;
}

/** An answer as Anthropic's message, or as its events. */
export class MessageForm implements AnswerForm {
  private events: MessageEventTransform | undefined;

  constructor(private readonly options: MessageFormOptions) {}

  frames(): Transform<StreamPart, string> {
    this.events = new MessageEventTransform(this.options);
    return compose(this.events, new MessageEventEncoder());
  }

  errorFrame(error: GatewayError): string {
    return encodeEvent(toAnthropicError(error, this.options.requestId));
  }

  document(generation: Generation): MessageDto {
    return toMessage(generation, this.options.envelope, this.options.thoughts);
  }

  /** Clients expect the start of the message before any other event: until then, a comment. */
  keepAliveFrame(): string {
    return this.events?.isStarted === true ? PING : SSE_KEEP_ALIVE;
  }
}
