import {
  matchBlockStart,
  matchReasoningEnd,
  matchReasoningStart,
  matchStrayTag,
  matchSummary,
} from './document-tags';

const START = '<details type="reasoning" done="false">';

describe('matchReasoningStart', () => {
  const cases = [
    { it: 'the bare tag', text: '<details type="reasoning">\n> a', match: { length: 26 } },
    { it: 'further attributes', text: `${START}\n`, match: { length: START.length } },
    {
      it: 'any order of attributes',
      text: '<details done="true" type="reasoning">',
      match: { length: 38 },
    },
    { it: 'other details', text: '<details open>', match: undefined },
    { it: 'details without attributes', text: '<details>', match: undefined },
    { it: 'another element', text: '<detailsx type="reasoning">', match: undefined },
    { it: 'a word of the same letters', text: '<detail', match: 'partial' },
    { it: 'the name alone', text: '<details', match: 'partial' },
    { it: 'a tag that is still open', text: '<details type="reas', match: 'partial' },
    { it: 'a tag that never closes', text: `<details ${'x'.repeat(2000)}`, match: undefined },
    { it: 'text', text: 'a <details type="reasoning">', match: undefined },
  ];

  it.each(cases)('should give $match for $it', ({ text, match }) => {
    expect(matchReasoningStart(text)).toEqual(match);
  });

  it('should see every beginning of the tag as a possible tag', () => {
    for (let length = 1; length < START.length; length += 1) {
      expect(matchReasoningStart(START.slice(0, length))).toBe('partial');
    }
  });
});

describe('matchBlockStart', () => {
  it.each([
    { text: '<glm_block>', match: { length: 11 } },
    { text: '<glm_block view="" tool_call_name="search">{', match: { length: 43 } },
    { text: '<glm_block view=', match: 'partial' },
    { text: '<glm_blocks>', match: undefined },
    { text: '</glm_block>', match: undefined },
  ])('should give $match for $text', ({ text, match }) => {
    expect(matchBlockStart(text)).toEqual(match);
  });
});

describe('matchReasoningEnd', () => {
  const cases = [
    {
      it: 'the tag on a line of its own',
      text: '</details>',
      isQuoted: false,
      match: { length: 10 },
    },
    { it: 'a cut tag', text: '</det', isQuoted: false, match: 'partial' },
    { it: 'another tag', text: '</div>', isQuoted: false, match: undefined },
    {
      it: 'the tag within a quoted line',
      text: '</details> is HTML',
      isQuoted: true,
      match: undefined,
    },
    {
      it: 'the tag before another quoted line',
      text: '</details>\n> a',
      isQuoted: true,
      match: undefined,
    },
    {
      it: 'the tag at the end of the quote',
      text: '</details>\nHi',
      isQuoted: true,
      match: { length: 10 },
    },
    { it: 'the tag before an unknown rest', text: '</details>', isQuoted: true, match: 'partial' },
    {
      it: 'the tag before an unknown line',
      text: '</details>\n',
      isQuoted: true,
      match: 'partial',
    },
  ];

  it.each(cases)('should give $match for $it', ({ text, isQuoted, match }) => {
    expect(matchReasoningEnd(text, isQuoted)).toEqual(match);
  });
});

describe('matchSummary', () => {
  it.each([
    { text: '<summary>Thinking…</summary>\n', match: { length: 28 } },
    { text: '<summary>Thought for\n2 seconds</summary>', match: { length: 40 } },
    { text: '<summary>Thinking', match: 'partial' },
    { text: '<sum', match: 'partial' },
    { text: `<summary>${'x'.repeat(5000)}`, match: undefined },
    { text: '<summation>', match: undefined },
  ])('should give $match for a summary', ({ text, match }) => {
    expect(matchSummary(text)).toEqual(match);
  });
});

describe('matchStrayTag', () => {
  it.each(['</thinking>', '</think>', '<Full>', '</Full>'])('should find %s anywhere', (tag) => {
    expect(matchStrayTag(tag, 'outside')).toEqual({ length: tag.length });
    expect(matchStrayTag(tag, 'inside')).toEqual({ length: tag.length });
  });

  it('should find a lone end of reasoning outside of reasoning only', () => {
    expect(matchStrayTag('</details>', 'outside')).toEqual({ length: 10 });
    expect(matchStrayTag('</details>', 'inside')).toBeUndefined();
  });

  it('should leave other markup alone', () => {
    expect(matchStrayTag('<b>', 'outside')).toBeUndefined();
  });
});
