import type { Generation } from '../../protocol/fold-generation';
import type { ToolCall } from '../../protocol/generation-request';
import type { ChatCompletionDto, ChatCompletionMessageDto } from '../dto/chat-completion.dto';
import { toAnnotation, toFinishReason } from './chat-vocabulary';
import type { ToolCallDto } from '../dto/chat-message.dto';
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

function toMessage(generation: Generation): ChatCompletionMessageDto {
  const { text, reasoning, toolCalls, citations } = generation;
  return {
    role: 'assistant',
    content: text.length === 0 && toolCalls.length > 0 ? null : text,
    refusal: null,
    ...(reasoning.length > 0 ? { reasoning_content: reasoning } : {}),
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls.map(toToolCall) } : {}),
    ...(citations.length > 0 ? { annotations: citations.map(toAnnotation) } : {}),
  };
}

function toToolCall({ id, name, arguments: json }: ToolCall): ToolCallDto {
  return { id, type: 'function', function: { name, arguments: json } };
}
