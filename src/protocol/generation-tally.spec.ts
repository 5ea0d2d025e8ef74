import { STOP, reasoning, rewrite, text } from '../../test/support/parts';
import { GatewayError } from './gateway-error';
import { GenerationTally, type GenerationSummary } from './generation-tally';
import type { StreamPart } from './stream-part';

describe('GenerationTally', () => {
  it('should count what passes by', () => {
    const usage = { inputTokens: 1, outputTokens: 2, totalTokens: 3, estimated: true };
    const parts = [reasoning('why'), text('an'), text('swer'), { type: 'usage', usage }, STOP];
    expect(tally(parts as StreamPart[])).toEqual({
      textLength: 6,
      reasoningLength: 3,
      toolCalls: 0,
      excerpt: 'answer',
      finishReason: 'stop',
      usage,
      errorCode: undefined,
    });
  });

  it('should keep only the beginning of the text', () => {
    const { excerpt, textLength } = tally([text('x'.repeat(70)), text('y'.repeat(70))]);
    expect(excerpt).toBe('x'.repeat(70) + 'y'.repeat(10));
    expect(textLength).toBe(140);
  });

  it.each([
    { error: new GatewayError('upstream-timeout', 'Late.', { code: 'upstream_timeout' }) },
    { error: new GatewayError('upstream-timeout', 'Late.'), code: 'upstream-timeout' },
  ])('should name the error, by its kind when it has no code', ({ error, code }) => {
    const { errorCode, finishReason } = tally([rewrite('text', 'a'), { type: 'error', error }]);
    expect(errorCode).toBe(code ?? error.code);
    expect(finishReason).toBeUndefined();
  });
});

function tally(parts: readonly StreamPart[]): GenerationSummary {
  const counted = new GenerationTally();
  for (const part of parts) counted.add(part);
  return counted.summary();
}
