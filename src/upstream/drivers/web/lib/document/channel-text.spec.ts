import fc from 'fast-check';
import { textOver } from '../../../../../../test/support/arbitraries';
import { folded, streamed } from '../../../../../../test/support/parts';
import type { StreamPart } from '../../../../../protocol/stream-part';
import { ChannelText } from './channel-text';

type Step = { readonly append: string } | { readonly keep: number; readonly replace: string };

describe('ChannelText', () => {
  const cases: readonly { it: string; steps: readonly Step[]; sent: string; value: string }[] = [
    {
      it: 'send what is appended',
      steps: [{ append: 'ab' }, { append: 'c' }],
      sent: 'abc',
      value: 'abc',
    },
    {
      it: 'send only what lies beyond the text sent',
      steps: [{ append: 'abc' }, { keep: 1, replace: 'bcde' }],
      sent: 'abcde',
      value: 'abcde',
    },
    {
      it: 'send nothing again while the channel catches up',
      steps: [{ append: 'abcd' }, { keep: 1, replace: 'b' }, { append: 'c' }, { append: 'de' }],
      sent: 'abcde',
      value: 'abcde',
    },
    {
      it: 'tell the fold of text that was taken back',
      steps: [{ append: 'abcd' }, { keep: 2, replace: '' }],
      sent: 'abcd',
      value: 'ab',
    },
    {
      it: 'tell the fold of text that was changed, and go on',
      steps: [{ append: 'abcd' }, { keep: 2, replace: 'xy' }, { append: 'z' }],
      sent: 'abcdz',
      value: 'abxyz',
    },
    {
      it: 'tell the fold when text changes while it catches up',
      steps: [{ append: 'abcd' }, { keep: 2, replace: '' }, { append: 'x' }, { append: 'y' }],
      sent: 'abcdy',
      value: 'abxy',
    },
    {
      it: 'find back to text that was changed and changed again',
      steps: [{ append: 'abc' }, { keep: 0, replace: 'x' }, { keep: 0, replace: 'abcd' }],
      sent: 'abcd',
      value: 'abcd',
    },
    {
      it: 'catch up after text that was changed and taken back',
      steps: [
        { append: 'abc' },
        { keep: 0, replace: 'abx' },
        { keep: 2, replace: '' },
        { append: 'c' },
      ],
      sent: 'abc',
      value: 'abc',
    },
  ];

  it.each(cases)('should $it', ({ steps, sent, value }) => {
    const { parts } = play(steps);
    expect(streamed(parts)).toBe(sent);
    expect(folded(parts).text).toBe(value);
  });

  it('should fold to what the channel says, whatever the steps', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const { parts, value } = play(steps);
        expect(folded(parts).text).toBe(value);
      }),
      { numRuns: 500 },
    );
  });

  it('should send what the channel says once when edits only re-send it', () => {
    const positions = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 8 });
    fc.assert(
      fc.property(textOver(['a', 'b'], 20), positions, (target, edits) => {
        let length = 0;
        const steps: Step[] = [];
        for (const [from, to] of [...edits, [0, target.length] as const]) {
          const keep = Math.min(from, length);
          length = Math.max(keep, Math.min(to, target.length));
          steps.push({ keep, replace: target.slice(keep, length) });
        }
        const { parts } = play(steps);
        expect(streamed(parts)).toBe(target);
        expect(parts.every(({ type }) => type === 'text')).toBe(true);
      }),
    );
  });

  it('should give no empty delta', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const { parts } = play(steps);
        expect(parts).not.toContainEqual({ type: 'text', text: '' });
      }),
    );
  });
});

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ append: textOver(['a', 'b'], 3).filter((text) => text.length > 0) }),
  fc.record({ keep: fc.nat(8), replace: textOver(['a', 'b'], 4) }),
);

function play(steps: readonly Step[]): { readonly parts: StreamPart[]; readonly value: string } {
  const channel = new ChannelText('text');
  const parts: StreamPart[] = [];
  let value = '';
  for (const taken of steps) {
    if ('append' in taken) {
      parts.push(...channel.append(taken.append));
      value += taken.append;
    } else {
      const kept = Math.min(taken.keep, value.length);
      parts.push(...channel.replace(kept, taken.replace));
      value = value.slice(0, kept) + taken.replace;
    }
    expect(channel).toHaveLength(value.length);
  }
  parts.push(...channel.end());
  return { parts, value };
}
