import type { FinishPart, FinishReason, TokenUsage } from '../../protocol/stream-part';
import type { MessageDeltaUsageDto, MessageDto, StopReason } from '../dto/message.dto';

/** What is known of one answer before it begins. */
export interface MessageEnvelope {
  readonly id: string;
  readonly model: string;
}

const STOP_REASONS: Readonly<Record<FinishReason, StopReason>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
};

/** Anthropic's words for why a generation ended. */
export function toEnd(
  reason: FinishReason,
  stopSequence: FinishPart['stopSequence'],
): Pick<MessageDto, 'stop_sequence' | 'stop_details'> & { readonly stop_reason: StopReason } {
  const isRefusal = reason === 'content-filter';
  return {
    stop_reason: stopSequence === undefined ? STOP_REASONS[reason] : 'stop_sequence',
    stop_sequence: stopSequence ?? null,
    stop_details: isRefusal ? { type: 'refusal', category: null, explanation: null } : null,
  };
}

/** Anthropic's counts: what came from a cache does not count as input. */
export function toDeltaUsage(usage: TokenUsage): MessageDeltaUsageDto {
  const { inputTokens, outputTokens, cachedInputTokens = 0, reasoningTokens } = usage;
  const cached = Math.min(cachedInputTokens, inputTokens);
  return {
    input_tokens: inputTokens - cached,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cached,
    output_tokens: outputTokens,
    output_tokens_details:
      reasoningTokens === undefined ? null : { thinking_tokens: reasoningTokens },
    server_tool_use: null,
  };
}

/** The message of an answer, with what it holds so far. */
export function toMessageFrame(
  { id, model }: MessageEnvelope,
  usage: TokenUsage,
): Omit<MessageDto, 'content'> & { readonly content: [] } {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    usage: {
      ...toDeltaUsage(usage),
      cache_creation: null,
      inference_geo: null,
      service_tier: 'standard',
      speed: null,
    },
    container: null,
    diagnostics: null,
  };
}

/** An id of a call as Anthropic's clients accept it; the same for the same call. */
export function toToolUseId(id: string): string {
  return id.replaceAll(/[^\w-]/g, '_');
}
