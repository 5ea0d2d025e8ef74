import fc from 'fast-check';
import { textOver } from '../../../test/support/arbitraries';
import { potentialTagLength, tagAtStart } from './find-potential-tag';

const LETTERS = ['<', 'a', 'b', '>'];

describe('potentialTagLength', () => {
  const cases = [
    { text: '', tags: ['<a>'], length: 0 },
    { text: 'x', tags: ['<a>'], length: 0 },
    { text: 'x<', tags: ['<a>'], length: 1 },
    { text: 'x<a', tags: ['<a>'], length: 2 },
    { text: 'x<a>', tags: ['<a>'], length: 0 },
    { text: 'x<<a', tags: ['<<a>>', '<a>'], length: 3 },
    { text: 'aab', tags: ['aabaa'], length: 3 },
    { text: 'aabaab', tags: ['aabaac'], length: 3 },
    { text: '<a', tags: [], length: 0 },
    { text: 'a', tags: ['a'], length: 0 },
  ];

  it.each(cases)('should hold $length of "$text" for $tags', ({ text, tags, length }) => {
    expect(potentialTagLength(text, tags)).toBe(length);
  });

  it('should hold the longest tail that some further text makes a tag', () => {
    const tags = fc.array(
      textOver(LETTERS, 5).filter((tag) => tag.length > 0),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(textOver(LETTERS, 12), tags, (text, known) => {
        const couldBegin = (tail: string): boolean =>
          known.some((tag) => tag.length > tail.length && tag.startsWith(tail));
        const tails = Array.from(text, (_, start) => text.slice(start)).filter(couldBegin);
        expect(potentialTagLength(text, known)).toBe(tails[0]?.length ?? 0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('tagAtStart', () => {
  const cases = [
    { text: '</a> rest', tags: ['</a>', '</b>'], match: { length: 4 } },
    { text: '</b>', tags: ['</a>', '</b>'], match: { length: 4 } },
    { text: '</', tags: ['</a>', '</b>'], match: 'partial' },
    { text: '', tags: ['</a>'], match: 'partial' },
    { text: 'x</a>', tags: ['</a>'], match: undefined },
    { text: '</c>', tags: ['</a>', '</b>'], match: undefined },
  ];

  it.each(cases)('should find $match at the start of "$text"', ({ text, tags, match }) => {
    expect(tagAtStart(text, tags)).toEqual(match);
  });
});
