import { BLANKS, matchPattern, type PatternStep } from './match-pattern';

const steps: readonly PatternStep[] = [
  { oneOf: ['call', 'calls'] },
  BLANKS,
  { run: /\w/, min: 2, max: 4 },
  { oneOf: [';'] },
];

describe('matchPattern', () => {
  it('should give the text of each step', () => {
    expect(matchPattern('call  abc; more', steps)).toEqual({
      length: 10,
      texts: ['call', '  ', 'abc', ';'],
    });
  });

  it('should wait at every place where the text is cut', () => {
    const text = 'call abc;';
    for (let cut = 0; cut < text.length; cut += 1) {
      expect(matchPattern(text.slice(0, cut), steps)).toBe('partial');
    }
  });

  it.each(['x', 'cal;', 'call a;', 'call abcde;', 'call abc!', `call${' '.repeat(300)}abc;`])(
    'should not match %p',
    (text) => {
      expect(matchPattern(text, steps)).toBeUndefined();
    },
  );

  it('should take what there is at the end of all text', () => {
    expect(matchPattern('call ab', steps, true)).toMatchObject({ length: 7 });
  });
});
