import { toUsage } from './to-usage';

const COUNTS = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };

describe('toUsage', () => {
  it('should give the counts alone when there is no more', () => {
    expect(toUsage({ ...COUNTS, estimated: false })).toEqual({
      prompt_tokens: 3,
      completion_tokens: 2,
      total_tokens: 5,
    });
  });

  it('should give the details that are known, zero included', () => {
    const usage = { ...COUNTS, cachedInputTokens: 0, reasoningTokens: 1, estimated: false };
    expect(toUsage(usage)).toMatchObject({
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 1 },
    });
  });

  it('should say so when the counts are an estimate', () => {
    expect(toUsage({ ...COUNTS, estimated: true })).toMatchObject({ estimated: true });
  });
});
