import type { HeaderObject } from '@nestjs/swagger';

type Kind = 'Requests' | 'Tokens';

/** OpenAI's headers for one kind of limit of keys. */
function rateLimitHeaders<K extends Kind>(
  kind: K,
): Record<`RateLimit${'Limit' | 'Remaining' | 'Reset'}${K}`, HeaderObject> {
  const noun = kind.toLowerCase();
  const headers: Readonly<Record<string, HeaderObject>> = {
    [`RateLimitLimit${kind}`]: {
      description: `The ${noun} that the key has per minute. Absent without such a limit.`,
      schema: { type: 'integer', minimum: 1 },
    },
    [`RateLimitRemaining${kind}`]: {
      description: `The ${noun} that are left in this minute.`,
      schema: { type: 'integer', minimum: 0 },
    },
    [`RateLimitReset${kind}`]: {
      description: 'Time until all are there again, such as `250ms`, `1s` or `6m0s`.',
      schema: { type: 'string' },
      example: '12.5s',
    },
  };
  return headers as ReturnType<typeof rateLimitHeaders<K>>;
}

/** Headers of responses, as components of the OpenAPI document. */
export const DOCUMENTED_HEADERS = {
  RequestId: {
    description: 'Names the request in logs.',
    schema: { type: 'string' },
    example: 'c1f0a6a2-6f0e-4d53-9d1c-3f6f6c1f9b3e',
  },
  AnthropicRequestId: {
    description: "The same as `x-request-id`, under the name that Anthropic's clients look for.",
    schema: { type: 'string' },
    example: 'c1f0a6a2-6f0e-4d53-9d1c-3f6f6c1f9b3e',
  },
  IgnoredParameters: {
    description: 'Parameters of the request that had no effect, comma-separated.',
    schema: { type: 'string' },
    example: 'seed, user',
  },
  Upstream: {
    description:
      'Name of the upstream that answered. Absent when the headers had to be sent before.',
    schema: { type: 'string' },
    example: 'zai',
  },
  RetryAfter: {
    description: 'Seconds to wait before the next try.',
    schema: { type: 'integer', minimum: 1 },
    example: 5,
  },
  RetryAfterMs: {
    description: 'The same in milliseconds.',
    schema: { type: 'integer', minimum: 1 },
    example: 4200,
  },
  ...rateLimitHeaders('Requests'),
  ...rateLimitHeaders('Tokens'),
  ShouldRetry: {
    description: "`false` when the same request would fail again. OpenAI's clients obey it.",
    schema: { type: 'string', enum: ['false'] },
  },
  WwwAuthenticate: {
    description: 'How to present a key.',
    schema: { type: 'string', enum: ['Bearer'] },
  },
} satisfies Readonly<Record<string, HeaderObject>>;

/** The description of a header, by reference. */
export function headerReference(name: keyof typeof DOCUMENTED_HEADERS): { readonly $ref: string } {
  return { $ref: `#/components/headers/${name}` };
}

/** The headers of the limits of keys, by reference. */
export const RATE_LIMIT_HEADERS = Object.fromEntries(
  (['Requests', 'Tokens'] as const).flatMap((kind) =>
    (['Limit', 'Remaining', 'Reset'] as const).map((what) => [
      `x-ratelimit-${what}-${kind}`.toLowerCase(),
      headerReference(`RateLimit${what}${kind}`),
    ]),
  ),
);
