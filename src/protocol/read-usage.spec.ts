import fc from 'fast-check';
import { readUsage } from './read-usage';

describe('readUsage', () => {
  it('should read the counts and their details', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 3 },
    };
    expect(readUsage(usage)).toEqual({
      inputTokens: 10,
      outputTokens: 5,
      totalTokens: 15,
      cachedInputTokens: 4,
      reasoningTokens: 3,
      estimated: false,
    });
  });

  it.each([
    { it: 'is missing', total: undefined },
    { it: 'is less than the sum', total: 3 },
    { it: 'is no count', total: '15' },
    { it: 'is absurd', total: 1e12 },
  ])('should add the total up when it $it', ({ total }) => {
    const usage = readUsage({ prompt_tokens: 10, completion_tokens: 5, total_tokens: total });
    expect(usage?.totalTokens).toBe(15);
  });

  it('should keep a total that counts more than the two', () => {
    const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 20 };
    expect(readUsage(usage)?.totalTokens).toBe(20);
  });

  it.each([
    null,
    4,
    'x',
    [],
    { cached_tokens: -1 },
    { cached_tokens: '4' },
    { cached_tokens: 1.5 },
  ])('should leave out details that are no counts: %j', (details) => {
    const usage = { prompt_tokens: 1, completion_tokens: 1, prompt_tokens_details: details };
    expect(readUsage(usage)?.cachedInputTokens).toBeUndefined();
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [7],
    [[1, 2, 3]],
    [{}],
    [{ prompt_tokens: 10 }],
    [{ completion_tokens: 10 }],
    [{ prompt_tokens: '10', completion_tokens: 5 }],
    [{ prompt_tokens: 10, completion_tokens: -5 }],
    [{ prompt_tokens: 1.5, completion_tokens: 5 }],
    [{ prompt_tokens: NaN, completion_tokens: 5 }],
    [{ prompt_tokens: Infinity, completion_tokens: 5 }],
    [{ prompt_tokens: 1e12, completion_tokens: 5 }],
    [{ prompt_tokens: null, completion_tokens: 5 }],
  ])('should give nothing for %j', (usage) => {
    expect(readUsage(usage)).toBeUndefined();
  });

  it('should give whole counts that add up, or nothing, for any value', () => {
    const counts = fc.record(
      {
        prompt_tokens: fc.anything(),
        completion_tokens: fc.oneof(fc.nat(), fc.anything()),
        total_tokens: fc.oneof(fc.nat(), fc.anything()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), counts), (value) => {
        const usage = readUsage(value);
        if (usage === undefined) return;
        expect(usage.inputTokens).toBeGreaterThanOrEqual(0);
        expect(usage.outputTokens).toBeGreaterThanOrEqual(0);
        expect(usage.totalTokens).toBeGreaterThanOrEqual(usage.inputTokens + usage.outputTokens);
        expect(Number.isInteger(usage.totalTokens)).toBe(true);
      }),
    );
  });
});
