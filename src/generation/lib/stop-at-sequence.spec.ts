import fc from 'fast-check';
import { cuts, textOver } from '../../../test/support/arbitraries';
import { STOP, folded, reasoning, rewrite, streamed, text } from '../../../test/support/parts';
import { cutAt } from '../../../test/support/splits';
import { GatewayError } from '../../protocol/gateway-error';
import type { StreamPart } from '../../protocol/stream-part';
import { runTransform } from '../../protocol/transform';
import { StopSequenceTransform } from './stop-at-sequence';

const LETTERS = ['a', 'b'];
const sequences = fc.array(
  textOver(LETTERS, 4).filter((sequence) => sequence.length > 0),
  { minLength: 1, maxLength: 4 },
);

describe('StopSequenceTransform', () => {
  const cases = [
    { it: 'cut at the sequence', said: 'Hello<END>tail', stop: ['<END>'], answer: 'Hello' },
    {
      it: 'give back what only looked like one',
      said: 'abc<EN',
      stop: ['<END>'],
      answer: 'abc<EN',
    },
    { it: 'take the earliest of several', said: 'a;b.c', stop: ['.', ';'], answer: 'a' },
    {
      it: 'find one that begins again within itself',
      said: 'aabaac',
      stop: ['aac'],
      answer: 'aab',
    },
    { it: 'let an answer be empty', said: 'END', stop: ['END'], answer: '' },
    { it: 'take the one that is complete first', said: 'xabcy', stop: ['abc', 'b'], answer: 'xa' },
    {
      it: 'cut before the longer of two that end together',
      said: 'xab',
      stop: ['b', 'ab'],
      answer: 'x',
    },
    { it: 'leave an answer without one alone', said: 'Hello', stop: ['x', 'yz'], answer: 'Hello' },
  ];

  it.each(cases)('should $it, however the text is split', ({ said, stop, answer }) => {
    for (let first = 0; first <= said.length; first += 1) {
      for (let second = first; second <= said.length; second += 1) {
        expect(streamed(answerOf(stop, cutAt(said, [first, second])))).toBe(answer);
      }
    }
  });

  it('should cut any text where the first sequence is complete, however it is split', () => {
    fc.assert(
      fc.property(textOver(LETTERS, 16), sequences, cuts, (said, stop, offsets) => {
        expect(streamed(answerOf(stop, cutAt(said, offsets)))).toBe(cutText(said, stop));
      }),
      { numRuns: 1000 },
    );
  });

  it('should hold back less than the longest sequence', () => {
    fc.assert(
      fc.property(textOver(LETTERS, 16), sequences, cuts, (said, stop, offsets) => {
        const longest = Math.max(...stop.map((sequence) => sequence.length));
        const transform = new StopSequenceTransform(stop);
        let read = 0;
        let sent = 0;
        for (const piece of cutAt(said, offsets)) {
          const parts = transform.push(text(piece));
          read += piece.length;
          sent += streamed(parts).length;
          if (parts.some((part) => part.type === 'finish')) return;
          expect(read - sent).toBeLessThan(longest);
        }
      }),
    );
  });

  it('should finish at the sequence, name it and give nothing after it', () => {
    const parts = answerOf(['END', '.'], ['One. ', 'Two. END']);
    expect(parts).toEqual([text('One'), { type: 'finish', reason: 'stop', stopSequence: '.' }]);
  });

  it('should release what it held before the end, whatever the end is', () => {
    const error = new GatewayError('upstream-failed', 'It failed.');
    const ends: readonly StreamPart[] = [STOP, { type: 'error', error }];
    for (const end of ends) {
      const parts = runTransform(new StopSequenceTransform(['END']), [text('a E'), end]);
      expect(parts).toEqual([text('a '), text('E'), end]);
    }
    const cut = runTransform(new StopSequenceTransform(['END']), [text('a E')]);
    expect(streamed(cut)).toBe('a E');
  });

  it('should not look for sequences in the reasoning', () => {
    const parts = runTransform(new StopSequenceTransform(['END']), [reasoning('END'), text('a')]);
    expect(parts).toEqual([reasoning('END'), text('a')]);
  });

  it('should cut a rewritten answer as well', () => {
    const parts = runTransform(new StopSequenceTransform(['END']), [
      text('One E'),
      rewrite('text', 'Two END three'),
      text(' four'),
      STOP,
    ]);
    expect(folded(parts)).toMatchObject({ text: 'Two ', stopSequence: 'END' });
  });

  it('should go on after a rewritten answer that begins a sequence', () => {
    const parts = runTransform(new StopSequenceTransform(['END']), [
      text('One'),
      rewrite('text', 'Two E'),
      text('ND three'),
      STOP,
    ]);
    expect(folded(parts).text).toBe('Two ');
  });
});

function answerOf(stop: readonly string[], deltas: readonly string[]): readonly StreamPart[] {
  return runTransform(new StopSequenceTransform(stop), [...deltas.map(text), STOP]);
}

/** Letter by letter: the first moment at which the text ends with a sequence ends the answer. */
function cutText(said: string, stop: readonly string[]): string {
  for (let length = 1; length <= said.length; length += 1) {
    const ends = stop.filter((sequence) => said.slice(0, length).endsWith(sequence));
    if (ends.length > 0) {
      return said.slice(0, length - Math.max(...ends.map((sequence) => sequence.length)));
    }
  }
  return said;
}
