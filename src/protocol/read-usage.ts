import { isJsonObject } from './json/safe-parse-json';
import type { TokenUsage } from './stream-part';

/** More tokens than any model's context: a larger count is a fault of the upstream. */
const MAX_TOKENS = 100_000_000;

/**
 * Reads an OpenAI-style `usage` object. Gives `undefined` for absurd or missing counts, so that the
 * gateway estimates instead of passing nonsense on.
 */
export function readUsage(usage: unknown): TokenUsage | undefined {
  if (!isJsonObject(usage)) return undefined;
  const inputTokens = toCount(usage['prompt_tokens']);
  const outputTokens = toCount(usage['completion_tokens']);
  if (inputTokens === undefined || outputTokens === undefined) return undefined;
  const total = toCount(usage['total_tokens']);
  return {
    inputTokens,
    outputTokens,
    totalTokens:
      total !== undefined && total >= inputTokens + outputTokens
        ? total
        : inputTokens + outputTokens,
    cachedInputTokens: detail(usage['prompt_tokens_details'], 'cached_tokens'),
    reasoningTokens: detail(usage['completion_tokens_details'], 'reasoning_tokens'),
    estimated: false,
  };
}

function detail(details: unknown, key: string): number | undefined {
  return isJsonObject(details) ? toCount(details[key]) : undefined;
}

function toCount(value: unknown): number | undefined {
  const isCount = typeof value === 'number' && Number.isInteger(value);
  return isCount && value >= 0 && value <= MAX_TOKENS ? value : undefined;
}
