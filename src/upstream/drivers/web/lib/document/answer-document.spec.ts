import fc from 'fast-check';
import { cuts, textOver } from '../../../../../../test/support/arbitraries';
import { failureOf } from '../../../../../../test/support/failure';
import { folded, streamed } from '../../../../../../test/support/parts';
import { cutAt } from '../../../../../../test/support/splits';
import type { StreamPart } from '../../../../../protocol/stream-part';
import { AnswerDocument } from './answer-document';
import { ChannelOutput } from './document-output';
import type { Origin } from './document-text';

const ANSWER: Origin = { audience: 'answer', isEdit: false };
const ANSWER_EDIT: Origin = { audience: 'answer', isEdit: true };
const THINKING: Origin = { audience: 'reasoning', isEdit: false };

describe('AnswerDocument', () => {
  describe('with plain text', () => {
    it('should fold to the document without the line breaks around it', () => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
          const { parts, document } = play(steps);
          expect(folded(parts).text).toBe(withoutLineBreaksAround(document));
        }),
        { numRuns: 500 },
      );
    });

    it('should send the text once when edits only re-send it', () => {
      const places = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 10 });
      fc.assert(
        fc.property(textOver(['a', 'b', ' ', '\n', '<'], 40), places, (target, edits) => {
          const { parts } = play(resendingSteps(target, edits));
          expect(streamed(parts)).toBe(withoutLineBreaksAround(target));
          expect(parts.every(({ type }) => type === 'text')).toBe(true);
        }),
        { numRuns: 500 },
      );
    });

    it('should never take back what it sent, whatever the edits', () => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
          const { parts } = play(steps);
          const hasRewrite = parts.some(({ type }) => type === 'rewrite');
          if (!hasRewrite) expect(streamed(parts)).toBe(folded(parts).text);
        }),
      );
    });

    it.each([
      { it: 'code points', index: 4 },
      { it: 'UTF-16 units', index: 6 },
      { it: 'UTF-8 bytes', index: 12 },
    ])('should take an edit at the length in $it for an append', ({ index }) => {
      const document = new AnswerDocument(new ChannelOutput());
      const parts = [
        ...document.append('a😀é😀', ANSWER),
        ...document.edit(index, '!', ANSWER_EDIT),
        ...document.end(),
      ];
      expect(streamed(parts)).toBe('a😀é😀!');
    });

    it('should take an edit beyond the end for an append', () => {
      const { parts } = play([{ append: 'abc' }, { index: 1000, content: 'd' }]);
      expect(streamed(parts)).toBe('abcd');
    });
  });

  describe('with reasoning', () => {
    it('should give back reasoning and answer, however the deltas are cut', () => {
      fc.assert(
        fc.property(reasoningLines, answerText, cuts, (lines, answer, offsets) => {
          const thinking = openTag('true') + quote(lines) + '\n</details>';
          const parts = readDeltas([
            ...cutAt(thinking, offsets).map((text) => [text, THINKING] as const),
            ...cutAt(`\n${answer}`, offsets).map((text) => [text, ANSWER] as const),
          ]);
          expect(folded(parts)).toMatchObject({ reasoning: lines.join('\n').trim(), text: answer });
          expect(streamed(parts, 'reasoning')).toBe(lines.join('\n').trim());
        }),
        { numRuns: 500 },
      );
    });

    it('should send the reasoning once when the edit at the switch re-sends it', () => {
      fc.assert(
        fc.property(reasoningLines, answerText, cuts, (lines, answer, offsets) => {
          const document = new AnswerDocument(new ChannelOutput());
          const open = openTag('false') + quote(lines);
          const closed = `${openTag('true')}${quote(lines)}\n</details>\n${answer.slice(0, 5)}`;
          const index = open.indexOf('false');
          const parts = [
            ...cutAt(open, offsets).flatMap((text) => document.append(text, THINKING)),
            ...document.edit(index, closed.slice(index), ANSWER_EDIT),
            ...cutAt(answer.slice(5), offsets).flatMap((text) => document.append(text, ANSWER)),
            ...document.end(),
          ];
          const thought = lines.join('\n').trim();
          expect(streamed(parts, 'reasoning')).toBe(thought);
          expect(streamed(parts)).toBe(answer);
          expect(folded(parts)).toMatchObject({ reasoning: thought, text: answer });
        }),
        { numRuns: 500 },
      );
    });

    it('should send all reasoning before the first text', () => {
      fc.assert(
        fc.property(reasoningLines, answerText, cuts, (lines, answer, offsets) => {
          const whole = `${openTag('true')}${quote(lines)}\n</details>\n${answer}`;
          const parts = readDeltas(cutAt(whole, offsets).map((text) => [text, ANSWER_EDIT]));
          const types = parts.map(({ type }) => type);
          expect(types.lastIndexOf('reasoning')).toBeLessThan(types.indexOf('text'));
          expect(streamed(parts, 'reasoning')).toBe(lines.join('\n').trim());
        }),
      );
    });
  });

  describe('with a long document', () => {
    const PIECE = 'All work and no play makes a dull boy.\n'.repeat(25);

    it.each([
      { it: 'edits at its end', index: (length: number) => length - 10, content: '0123456789+' },
      { it: 'edits that append', index: (length: number) => length, content: 'more' },
      { it: 'edits beyond its end', index: () => Number.MAX_SAFE_INTEGER, content: 'more' },
    ])('should read little of it again for many $it', ({ index, content }) => {
      const output = new CountingOutput();
      const document = new AnswerDocument(output);
      let length = 0;
      for (let round = 0; round < 500; round += 1) {
        document.append(PIECE, ANSWER);
        length += PIECE.length;
        const start = Math.min(index(length), length);
        document.edit(index(length), content, ANSWER_EDIT);
        length = start + content.length;
      }
      document.end();
      // Each edit may read one checkpoint distance again; reading all of it would take 250 times.
      expect(output.units).toBeLessThan(12 * length);
    });

    it('should read a re-sent document about twice', () => {
      const output = new CountingOutput();
      const document = new AnswerDocument(output);
      const length = PIECE.length * 300;
      for (let round = 0; round < 300; round += 1) document.append(PIECE, ANSWER);
      const parts = [...document.edit(0, PIECE.repeat(301), ANSWER_EDIT), ...document.end()];
      expect(streamed(parts)).toBe(`\n${PIECE}`.slice(0, -1));
      expect(output.units).toBeLessThan(2.1 * length);
    });

    it('should refuse one that outgrows any answer', () => {
      const document = new AnswerDocument(new ChannelOutput());
      const megabyte = 'x'.repeat(1024 * 1024);
      const error = failureOf(() => {
        for (let count = 0; count < 20; count += 1) document.append(megabyte, ANSWER);
      });
      expect(error).toMatchObject({ kind: 'upstream-failed', code: 'upstream_invalid_response' });
    });
  });
});

/** Counts how much of the document is read, again and again included. */
class CountingOutput extends ChannelOutput {
  units = 0;

  override answer(text: string): void {
    this.units += text.length;
    super.answer(text);
  }
}

type Step = { readonly append: string } | { readonly index: number; readonly content: string };

const plainText = textOver(['a', 'b', ' ', '\n', '<', '>'], 6);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ append: plainText }),
  fc.record({ index: fc.nat(20), content: plainText }),
);

function play(steps: readonly Step[]): {
  readonly parts: readonly StreamPart[];
  readonly document: string;
} {
  const answer = new AnswerDocument(new ChannelOutput());
  const parts: StreamPart[] = [];
  let document = '';
  for (const taken of steps) {
    if ('append' in taken) {
      parts.push(...answer.append(taken.append, ANSWER));
      document += taken.append;
    } else {
      parts.push(...answer.edit(taken.index, taken.content, ANSWER_EDIT));
      document = document.slice(0, taken.index) + taken.content;
    }
  }
  return { parts: [...parts, ...answer.end()], document };
}

/** Edits that go back and forth in `target` but only ever say what it says. */
function resendingSteps(
  target: string,
  places: readonly (readonly [number, number])[],
): readonly Step[] {
  let length = 0;
  return [...places, [0, target.length] as const].map(([from, to]) => {
    const index = Math.min(from, length);
    length = Math.max(index, Math.min(to, target.length));
    return { index, content: target.slice(index, length) };
  });
}

function readDeltas(deltas: readonly (readonly [string, Origin])[]): readonly StreamPart[] {
  const document = new AnswerDocument(new ChannelOutput());
  const parts = deltas.flatMap(([text, origin]) => document.append(text, origin));
  return [...parts, ...document.end()];
}

function withoutLineBreaksAround(text: string): string {
  return text.replace(/^\n+/, '').replace(/\n+$/, '');
}

const piece = fc.constantFrom(
  'so',
  ' ',
  '> ',
  '<b>',
  '</b>',
  '<details>',
  '<div class="x">',
  '<',
  '</',
  '</detail',
  '&lt;',
  '思考',
  '😀',
  '*',
);
const restOfLine = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));

/** Lines as a model thinks them: the first says something, others may be empty or quote. */
const reasoningLines = fc
  .tuple(restOfLine, fc.array(restOfLine, { maxLength: 5 }))
  .map(([first, others]) => [`First ${first}`, ...others]);

/** Text as a model answers: it begins and ends with letters. */
const answerText = fc
  .array(fc.oneof(piece, fc.constantFrom('\n', '</details>', '</think>', '> ')), { maxLength: 8 })
  .map((pieces) => `Well, ${pieces.join('')} done.`);

function quote(lines: readonly string[]): string {
  return lines.map((line) => (line.length > 0 ? `> ${line}` : '>')).join('\n');
}

function openTag(done: 'true' | 'false'): string {
  return `<details type="reasoning" done="${done}">\n<summary>Thinking…</summary>\n`;
}

describe('bounds of AnswerDocument', () => {
  const answer = { audience: 'answer', isEdit: false } as const;
  const edited = { audience: 'answer', isEdit: true } as const;

  it('should refuse endless edits of a long answer', () => {
    const document = new AnswerDocument(new ChannelOutput());
    document.append('x'.repeat(8 * 1024 * 1024), answer);
    const edits = Array.from({ length: 129 }, (_, index) => 8 * 1024 * 1024 - 2 - (index % 2));
    expect(() => {
      for (const index of edits) document.edit(index, 'yy', edited);
    }).toThrow('too often');
  });
});
