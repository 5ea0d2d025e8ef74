import fc from 'fast-check';
import { GatewayError } from '../../src/protocol/gateway-error';
import type { StreamPart, TokenUsage } from '../../src/protocol/stream-part';

/** Offsets for `cutAt`. */
export const cuts = fc.array(fc.nat({ max: 100_000 }), { maxLength: 12 });

/** Text over a small alphabet: sequences of the same alphabet occur in it, overlap and end early. */
export function textOver(alphabet: readonly string[], maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...alphabet), { maxLength }).map((letters) => letters.join(''));
}

/** Any well-formed text without line breaks. */
export const line = fc
  .string({ unit: 'binary', maxLength: 20 })
  .map((text) => text.replace(/[\r\n]/g, ''));

const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });

export const usage: fc.Arbitrary<TokenUsage> = fc
  .record({ inputTokens: fc.nat({ max: 1000 }), outputTokens: fc.nat({ max: 1000 }) })
  .map((counts) => ({
    ...counts,
    totalTokens: counts.inputTokens + counts.outputTokens,
    estimated: false,
  }));

/** One part that says something without ending anything. */
export const deltaPart: fc.Arbitrary<StreamPart> = fc.record({
  type: fc.constantFrom('text' as const, 'reasoning' as const),
  text: words,
});

/** Any part that a driver may give, in no sensible order. */
export const anyPart: fc.Arbitrary<StreamPart> = fc.oneof(
  deltaPart,
  fc.record({
    type: fc.constant('rewrite' as const),
    channel: fc.constantFrom('text' as const, 'reasoning' as const),
    text: words,
  }),
  fc.record({
    type: fc.constant('source' as const),
    source: fc.record({ url: fc.webUrl(), title: words }),
  }),
  fc.record({ type: fc.constant('usage' as const), usage }),
  fc.record({
    type: fc.constant('finish' as const),
    reason: fc.constantFrom('stop' as const, 'length' as const),
  }),
  fc.constant({
    type: 'error' as const,
    error: new GatewayError('upstream-failed', 'The upstream failed.'),
  }),
);
