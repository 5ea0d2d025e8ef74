import type { TokenUsage } from '../../protocol/stream-part';
import type { UsageDto } from '../dto/usage.dto';

/** OpenAI's usage object; details that the upstream did not give are absent. */
export function toUsage(usage: TokenUsage): UsageDto {
  const { cachedInputTokens, reasoningTokens } = usage;
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.totalTokens,
    ...(cachedInputTokens === undefined
      ? {}
      : { prompt_tokens_details: { cached_tokens: cachedInputTokens } }),
    ...(reasoningTokens === undefined
      ? {}
      : { completion_tokens_details: { reasoning_tokens: reasoningTokens } }),
    ...(usage.estimated ? { estimated: true } : {}),
  };
}
