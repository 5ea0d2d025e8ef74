import fc from 'fast-check';
import { STOP, folded, reasoning, rewrite, streamed, text } from '../../../test/support/parts';
import { GatewayError } from '../../protocol/gateway-error';
import type { StreamPart } from '../../protocol/stream-part';
import { runTransform } from '../../protocol/transform';
import { transformThinking } from './transform-thinking';

const THOUGHT_AND_ANSWER = [reasoning('Let me '), reasoning('see.'), text('It is '), text('4.')];
const INLINED = '<thinking>\nLet me see.\n</thinking>\n\nIt is 4.';

describe('transformThinking', () => {
  it('should leave both channels alone where the answer has a field for reasoning', () => {
    expect(transformThinking('think', 'reasoning_content')).toBeUndefined();
  });

  it.each(['reasoning_content', 'content'] as const)(
    'should write the document of raw mode into the text as it is, with %s',
    (field) => {
      const transform = transformThinking('raw', field);
      const block = '<details type="reasoning" done="true">\n> Hm.\n</details>';
      const parts = runTransform(transform ?? { push: () => [], flush: () => [] }, [
        reasoning(block),
        text('\nYes.'),
        STOP,
      ]);
      expect(folded(parts)).toMatchObject({ text: `${block}\nYes.`, reasoning: '' });
    },
  );

  describe.each(['reasoning_content', 'content'] as const)('in strip mode with %s', (field) => {
    it('should drop reasoning and its rewrites and nothing else', () => {
      const source: StreamPart = {
        type: 'source',
        source: { url: 'https://a.example', title: '' },
      };
      const parts = [
        reasoning('a'),
        text('b'),
        rewrite('reasoning', 'c'),
        rewrite('text', 'd'),
        source,
        STOP,
      ];
      const output = runTransform(create('strip', field), parts);
      expect(output).toEqual([text('b'), rewrite('text', 'd'), source, STOP]);
    });
  });

  describe('in think mode with content', () => {
    it('should write the reasoning between tags before the answer', () => {
      expect(streamed(inline([...THOUGHT_AND_ANSWER, STOP]))).toBe(INLINED);
    });

    it('should leave an answer without reasoning alone', () => {
      expect(inline([text('It is 4.'), STOP])).toEqual([text('It is 4.'), STOP]);
    });

    it('should give no reasoning on its own channel', () => {
      expect(streamed(inline(THOUGHT_AND_ANSWER), 'reasoning')).toBe('');
    });

    it('should hold nothing back', () => {
      const transform = create('think', 'content');
      expect(streamed(transform.push(reasoning('a')))).toBe('<thinking>\na');
      expect(streamed(transform.push(reasoning('b')))).toBe('b');
      expect(streamed(transform.push(text('c')))).toBe('\n</thinking>\n\nc');
    });

    it.each([
      { it: 'a finish', end: [STOP] },
      {
        it: 'an error',
        end: [{ type: 'error' as const, error: new GatewayError('upstream-failed', 'No.') }],
      },
      { it: 'the end of the stream', end: [] },
    ])('should close the tag before $it', ({ end }) => {
      const parts = inline([reasoning('a'), ...end]);
      expect(streamed(parts)).toBe('<thinking>\na\n</thinking>\n\n');
      expect(parts.slice(parts.length - end.length)).toEqual(end);
    });

    it('should open a second block for reasoning after the answer has begun', () => {
      const parts = inline([reasoning('a'), text('b'), reasoning('c'), text('d'), STOP]);
      expect(streamed(parts)).toBe(
        '<thinking>\na\n</thinking>\n\nb\n\n<thinking>\nc\n</thinking>\n\nd',
      );
    });

    it.each([
      {
        it: 'the answer',
        parts: [reasoning('a'), text('b'), rewrite('text', 'c')],
        result: '<thinking>\na\n</thinking>\n\nc',
      },
      {
        it: 'the reasoning while it runs',
        parts: [reasoning('a'), rewrite('reasoning', 'b'), reasoning('c'), text('d')],
        result: '<thinking>\nbc\n</thinking>\n\nd',
      },
      {
        it: 'the reasoning after the answer',
        parts: [reasoning('a'), text('b'), rewrite('reasoning', 'c')],
        result: '<thinking>\nc\n</thinking>\n\nb',
      },
      {
        it: 'the reasoning to nothing',
        parts: [reasoning('a'), rewrite('reasoning', '')],
        result: '',
      },
      {
        it: 'the reasoning to nothing, before an answer',
        parts: [reasoning('a'), rewrite('reasoning', ''), text('b')],
        result: 'b',
      },
    ])('should make the text anew when the upstream rewrites $it', ({ parts, result }) => {
      expect(folded(inline([...parts, STOP])).text).toBe(result);
    });

    it('should give whole text for any rewrite, whatever came before', () => {
      fc.assert(
        fc.property(fc.array(part, { maxLength: 8 }), rewritePart, (before, last) => {
          const parts = [...before, last];
          const { reasoning: thought, text: answer } = folded(parts);
          const tagged = thought === '' ? '' : `<thinking>\n${thought}\n</thinking>\n\n`;
          expect(folded(inline([...parts, STOP])).text).toBe(tagged + answer);
        }),
      );
    });

    it('should close every tag that a streaming client saw opened', () => {
      fc.assert(
        fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
          const seen = streamed(inline([...parts, STOP]));
          expect(seen.match(/<\/?thinking>/g) ?? []).toEqual(
            (seen.match(/<thinking>/g) ?? []).flatMap(() => ['<thinking>', '</thinking>']),
          );
        }),
      );
    });
  });
});

const words = fc.constantFrom('a', 'bc');
const channel = fc.constantFrom('text' as const, 'reasoning' as const);
const rewritePart: fc.Arbitrary<StreamPart> = fc.record({
  type: fc.constant('rewrite' as const),
  channel,
  text: fc.constantFrom('', 'x', 'yz'),
});
const part = fc.oneof(fc.record({ type: channel, text: words }), rewritePart);

function create(
  ...policy: Parameters<typeof transformThinking>
): NonNullable<ReturnType<typeof transformThinking>> {
  const transform = transformThinking(...policy);
  if (transform === undefined) throw new Error('This policy has no transform.');
  return transform;
}

function inline(parts: readonly StreamPart[]): readonly StreamPart[] {
  return runTransform(create('think', 'content'), parts);
}
