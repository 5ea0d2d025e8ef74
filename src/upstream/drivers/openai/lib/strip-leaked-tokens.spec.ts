import fc from 'fast-check';
import { cuts, textOver } from '../../../../../test/support/arbitraries';
import { reasoning, rewrite, streamed, text } from '../../../../../test/support/parts';
import { cutAt } from '../../../../../test/support/splits';
import type { StreamPart } from '../../../../protocol/stream-part';
import { runTransform } from '../../../../protocol/transform';
import { LeakedTokenStripper } from './strip-leaked-tokens';

const CALL: StreamPart = { type: 'tool-input-start', index: 0, id: 'call_1', name: 'f' };

describe('LeakedTokenStripper', () => {
  it.each([
    ['A<|user|>', 'A'],
    ['A<|observation|>\n<|endoftext|> ', 'A'],
    ['A <|user|> B', 'A <|user|> B'],
    ['A<|user|>\n<|user|>B', 'A<|user|>\n<|user|>B'],
    ['<|begin_of_box|>4<|end_of_box|>2', '42'],
    ['\n\n A\n ', 'A\n '],
    ['\n<|begin_of_box|>\nA', 'A'],
    ['<|user|>', ''],
    ['A<|use', 'A<|use'],
    ['A<|other|>', 'A<|other|>'],
    ['a < b <', 'a < b <'],
  ])('should make %j %j, however it is cut', (said, kept) => {
    for (let at = 0; at <= said.length; at += 1) {
      expect(streamed(strip([text(said.slice(0, at)), text(said.slice(at))]))).toBe(kept);
    }
  });

  it('should take the text for ended where a call begins', () => {
    expect(strip([text('A<|observation|>'), CALL])).toEqual([text('A'), CALL]);
  });

  it('should leave reasoning alone and clean what is rewritten', () => {
    const parts = [reasoning('\n<|user|>'), rewrite('reasoning', 'a<|end_of_box|><|user|>')];
    expect(strip(parts)).toEqual([reasoning('\n<|user|>'), rewrite('reasoning', 'a')]);
  });

  it('should see another beginning where the text is taken back', () => {
    const parts = [text('A'), rewrite('text', ''), text('\nB')];
    expect(strip(parts)).toEqual([text('A'), rewrite('text', ''), text('B')]);
  });

  it('should make the same of any text, however it is cut', () => {
    const pieces = ['<|begin_of_box|>', '<|end_of_', 'box|>', '<|user|>', '<', '|', 'a', '\n', ' '];
    fc.assert(
      fc.property(textOver(pieces, 12), cuts, (said, at) => {
        expect(streamed(strip(cutAt(said, at).map(text)))).toBe(streamed(strip([text(said)])));
      }),
      { numRuns: 2000 },
    );
  });
});

function strip(parts: readonly StreamPart[]): readonly StreamPart[] {
  return runTransform(new LeakedTokenStripper(), parts);
}
