import type { AnswerForm } from '../../answer/answer-form';
import { toOpenAiError } from '../../common/filters/to-openai-error';
import type { Generation } from '../../protocol/fold-generation';
import type { GatewayError } from '../../protocol/gateway-error';
import { encodeSseData } from '../../protocol/sse/encode-sse';
import type { StreamPart } from '../../protocol/stream-part';
import { compose, type Transform } from '../../protocol/transform';
import type { ChatCompletionDto } from '../dto/chat-completion.dto';
import { DeltaCompleter } from './complete-deltas';
import { ChatChunkEncoder } from './encode-chat-chunks';
import { type ChatEnvelope, ChatChunkTransform } from './to-chat-chunks';
import { toChatCompletion } from './to-chat-completion';
import { ChatFrameTransform } from './to-chat-frames';

export interface ChatFormOptions {
  readonly includesUsage: boolean;
  /** Whether every delta needs all fields: see `DeltaCompleter`. */
  readonly completesDeltas: boolean;
}

/** An answer as OpenAI's chat completion, or as its chunks. */
export class ChatForm implements AnswerForm {
  constructor(
    private readonly envelope: ChatEnvelope,
    private readonly options: ChatFormOptions,
  ) {}

  frames(): Transform<StreamPart, string> {
    const { includesUsage, completesDeltas } = this.options;
    const chunks = new ChatChunkTransform(this.envelope, includesUsage);
    if (!completesDeltas) return new ChatFrameTransform(chunks);
    return compose(compose(chunks, new DeltaCompleter()), new ChatChunkEncoder());
  }

  errorFrame(error: GatewayError): string {
    return encodeSseData(JSON.stringify(toOpenAiError(error)));
  }

  document(generation: Generation): ChatCompletionDto {
    return toChatCompletion(generation, this.envelope);
  }
}
