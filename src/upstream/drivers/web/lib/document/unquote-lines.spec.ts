import fc from 'fast-check';
import { cuts, textOver } from '../../../../../../test/support/arbitraries';
import { cutAt } from '../../../../../../test/support/splits';
import { QUOTE_START, unquoteLines } from './unquote-lines';

describe('unquoteLines', () => {
  const cases = [
    { it: 'remove one mark per line', text: '> a\n> b', clean: 'a\nb' },
    { it: 'remove a mark without a blank', text: '>a\n>\n>b', clean: 'a\n\nb' },
    { it: 'keep blanks beyond the first', text: '>   code\n', clean: '  code\n' },
    { it: 'keep a quote within the quote', text: '> > a\n>> b', clean: '> a\n> b' },
    { it: 'keep marks within a line', text: '> a > b', clean: 'a > b' },
    { it: 'keep a line that lost its mark', text: '> a\nb\n> c', clean: 'a\nb\nc' },
    { it: 'leave an unquoted block alone', text: 'a\n> b\n>c', clean: 'a\n> b\n>c' },
    { it: 'look for the quote beyond empty lines', text: '\n> \n> a', clean: '\n\na' },
    { it: 'leave nothing alone', text: '', clean: '' },
  ];

  it.each(cases)('should $it', ({ text, clean }) => {
    expect(unquote([text])).toBe(clean);
  });

  it('should undo the quoting of any lines, however they are cut', () => {
    const lines = fc.array(textOver(['a', '>', ' ', '<b>', '思'], 6), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(lines, fc.boolean(), cuts, (said, isBareWhenEmpty, offsets) => {
        const mark = (line: string): string => (line === '' && isBareWhenEmpty ? '>' : `> ${line}`);
        expect(unquote(cutAt(said.map(mark).join('\n'), offsets))).toBe(said.join('\n'));
      }),
      { numRuns: 500 },
    );
  });

  it('should give the same for any text, however it is cut', () => {
    fc.assert(
      fc.property(textOver(['a', '>', ' ', '\n'], 20), cuts, (text, offsets) => {
        expect(unquote(cutAt(text, offsets))).toBe(unquote([text]));
      }),
      { numRuns: 500 },
    );
  });
});

function unquote(pieces: readonly string[]): string {
  let state = QUOTE_START;
  return pieces
    .map((piece) => {
      const unquoted = unquoteLines(piece, state);
      state = unquoted.state;
      return unquoted.text;
    })
    .join('');
}
