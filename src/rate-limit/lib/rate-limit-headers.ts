import { formatDuration } from './format-duration';

/** What a key used of a limit in the current minute. */
export interface Consumption {
  readonly limit: number;
  readonly used: number;
  /** Milliseconds until the minute is over. */
  readonly resetIn: number;
}

/** OpenAI's headers for one kind of limit. */
export function rateLimitHeaders(
  kind: 'requests' | 'tokens',
  { limit, used, resetIn }: Consumption,
): Map<string, string> {
  return new Map([
    [`x-ratelimit-limit-${kind}`, String(limit)],
    [`x-ratelimit-remaining-${kind}`, String(Math.max(0, limit - used))],
    [`x-ratelimit-reset-${kind}`, formatDuration(resetIn)],
  ]);
}
