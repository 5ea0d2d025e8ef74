import type { Generation } from '../../protocol/fold-generation';
import type { ChatCompletionDto, ChatCompletionMessageDto } from '../dto/chat-completion.dto';
import { toAnnotation, toFinishReason } from './chat-vocabulary';
import type { ChatEnvelope } from './to-chat-chunks';
import { toUsage } from './to-usage';

/** OpenAI's completion for a whole generation. */
export function toChatCompletion(
  generation: Generation,
  envelope: ChatEnvelope,
): ChatCompletionDto {
  const { usage, finishReason } = generation;
  if (usage === undefined) throw new Error('A finished generation always has a usage.');
  return {
    id: envelope.id,
    object: 'chat.completion',
    created: envelope.created,
    model: envelope.model,
    choices: [
      {
        index: 0,
        message: toMessage(generation),
        finish_reason: toFinishReason(finishReason),
        logprobs: null,
      },
    ],
    usage: toUsage(usage),
  };
}

function toMessage({ text, reasoning, citations }: Generation): ChatCompletionMessageDto {
  return {
    role: 'assistant',
    content: text,
    refusal: null,
    reasoning_content: reasoning.length > 0 ? reasoning : null,
    ...(citations.length > 0 ? { annotations: citations.map(toAnnotation) } : {}),
  };
}
