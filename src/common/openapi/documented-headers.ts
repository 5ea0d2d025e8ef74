import type { HeaderObject } from '@nestjs/swagger';

/** Headers of responses, as components of the OpenAPI document. */
export const DOCUMENTED_HEADERS = {
  RequestId: {
    description: 'Names the request in logs.',
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
