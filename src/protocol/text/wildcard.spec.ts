import { Wildcard } from './wildcard';

describe('Wildcard', () => {
  it.each([
    { pattern: 'gpt-4o', fits: ['gpt-4o', 'GPT-4O'], fails: ['gpt-4o-mini', 'gpt-4', ''] },
    { pattern: 'GPT-*', fits: ['gpt-', 'gpt-5-codex', 'Gpt-4o'], fails: ['gpt', 'my-gpt-4'] },
    { pattern: '*-mini', fits: ['gpt-4o-mini', '-MINI'], fails: ['mini', 'gpt-4o-mini-2024'] },
    {
      pattern: 'claude-*haiku*',
      fits: ['claude-3-5-haiku-20241022', 'claude-haiku-4-5', 'claude-haiku'],
      fails: ['claude-sonnet-4-5', 'claude-haik', 'haiku-claude-'],
    },
    { pattern: '*', fits: ['', 'anything'], fails: [] },
    { pattern: 'a**b', fits: ['ab', 'axb'], fails: ['a', 'abc'] },
    { pattern: 'ab*ba', fits: ['abba', 'abxba'], fails: ['aba', 'ab', 'ba'] },
    { pattern: 'a*b*b', fits: ['abb', 'axbxb', 'abbb'], fails: ['ab', 'aab'] },
    { pattern: 'a.c[1m]+', fits: ['a.c[1m]+'], fails: ['abc1', 'a.c1'] },
  ])('should let $pattern stand for its names only', ({ pattern, fits, fails }) => {
    const wildcard = new Wildcard(pattern);
    expect(fits.filter((name) => !wildcard.matches(name))).toEqual([]);
    expect(fails.filter((name) => wildcard.matches(name))).toEqual([]);
  });

  it('should find at once that a long name does not fit many stars', () => {
    const wildcard = new Wildcard(`${'a*'.repeat(200)}b`);
    expect(wildcard.matches('a'.repeat(1_000_000))).toBe(false);
  });
});
