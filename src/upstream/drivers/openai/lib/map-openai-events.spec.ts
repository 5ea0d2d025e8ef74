import {
  openAiFixture,
  openAiFixtures,
  type OpenAiFixture,
} from '../../../../../test/support/openai-fixtures';
import { folded, streamed } from '../../../../../test/support/parts';
import { everySplit } from '../../../../../test/support/splits';
import { LifecycleTransform } from '../../../../generation/lib/enforce-lifecycle';
import { SseDecoder } from '../../../../protocol/sse/decode-sse';
import type { StreamPart } from '../../../../protocol/stream-part';
import { compose, runTransform } from '../../../../protocol/transform';
import { OpenAiEventMapper, type OpenAiEventMapperOptions } from './map-openai-events';
import { explainFailure } from './openai-failure';

describe('OpenAiEventMapper', () => {
  describe.each(openAiFixtures)('$name', (fixture) => {
    const whole = read(fixture, [fixture.bytes]);

    it('should say what the upstream said, and end as it ended', () => {
      const { sources = [], streamed: seen, options, ...expected } = fixture.expected;
      expect(describeParts(whole)).toEqual(expected);
      expect(whole.flatMap((part) => (part.type === 'source' ? [part.source] : []))).toEqual(
        sources,
      );
      expect(streamed(whole)).toBe(seen ?? expected.text);
      expect(options?.mayThinkInText === true && hasType(whole, 'rewrite')).toBe(false);
    });

    it('should give the same parts however the bytes are split', () => {
      const expected = JSON.stringify(merge(whole));
      for (const reads of everySplit(fixture.bytes)) {
        const parts = merge(read(fixture, reads));
        if (JSON.stringify(parts) !== expected) expect(parts).toEqual(merge(whole));
      }
    });

    it('should claim no success when it is cut before the end, at any byte', () => {
      for (let end = 0; end < fixture.bytes.length; end += 1) {
        const parts = read(fixture, [fixture.bytes.subarray(0, end)]);
        const said = fixture.bytes.toString('utf8', 0, end);
        const mayEnd = /"finish_reason": ?"|\[DONE\]/.test(said);
        if (hasType(parts, 'finish') && !mayEnd) throw new Error(`Cut at byte ${String(end)}.`);
        expect(isWellFormed(parts)).toBe(true);
      }
    });

    it('should make well-formed parts, in document rendering too', () => {
      expect(isWellFormed(whole)).toBe(true);
      const document = read(fixture, [fixture.bytes], { rendering: 'document' });
      expect(isWellFormed(document)).toBe(true);
      expect(hasType(document, 'reasoning') || hasType(document, 'rewrite')).toBe(false);
    });

    it('should never show the words of a failure', () => {
      expect(JSON.stringify(whole.map((part) => message(part)))).not.toContain('SECRET');
    });
  });

  it.each([
    { prefix: '02', text: '<think>\nThe user greets me.</think>\nGood day — 你好 👋' },
    { prefix: '07', text: '<think>Let me see.</think>\n\nIt is 4 < 5.<|user|>' },
    { prefix: '08', text: 'Let me think.</think>\nFour.' },
    { prefix: '14', text: '<think>Ask.</think>\n' },
  ])("should render the model's own document of fixture $prefix", ({ prefix, text }) => {
    const fixture = openAiFixture(prefix);
    const document = read(fixture, [fixture.bytes], { rendering: 'document' });
    expect(streamed(document)).toBe(text);
  });

  it.each([
    { prefix: '26', code: 'upstream_incomplete' },
    { prefix: '32', code: 'upstream_incomplete' },
    { prefix: '52', code: 'upstream_empty_answer' },
  ])('should leave it to the life cycle to refuse fixture $prefix', ({ prefix, code }) => {
    const fixture = openAiFixture(prefix);
    const lifecycle = new LifecycleTransform(() => {
      throw new Error('Nothing to estimate.');
    });
    const last = runTransform(lifecycle, read(fixture, [fixture.bytes])).at(-1);
    expect(last).toMatchObject({ type: 'error', error: { code } });
  });

  it('should hold the finish back for the usage that may follow, and say that it is finished', () => {
    const mapper = new OpenAiEventMapper(optionsFor(openAiFixture('03')));
    const push = (chunk: object): readonly StreamPart[] =>
      mapper.push({ event: '', data: JSON.stringify(chunk) });
    push({ choices: [{ index: 0, delta: { content: 'x' } }] });
    expect(mapper.isFinished).toBe(false);
    expect(push({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })).toEqual([]);
    expect(mapper.isFinished).toBe(true);
    const last = push({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } });
    expect(last.map((part) => part.type)).toEqual(['usage', 'finish']);
    expect(mapper.push({ event: '', data: '[DONE]' })).toEqual([]);
    expect(mapper.flush()).toEqual([]);
  });
});

function optionsFor(
  { expected }: OpenAiFixture,
  changes: Partial<OpenAiEventMapperOptions> = {},
): OpenAiEventMapperOptions {
  let ids = 0;
  return {
    rendering: 'parts',
    mayThinkInText: false,
    allowsParallelCalls: true,
    newId: () => `new_${String((ids += 1))}`,
    toError: (failure) => explainFailure(failure, 0).error,
    ...expected.options,
    ...changes,
  };
}

function read(
  fixture: OpenAiFixture,
  reads: readonly Uint8Array[],
  changes?: Partial<OpenAiEventMapperOptions>,
): readonly StreamPart[] {
  const mapper = new OpenAiEventMapper(optionsFor(fixture, changes));
  return runTransform(compose(new SseDecoder(1_000_000), mapper), reads);
}

function describeParts(parts: readonly StreamPart[]): object {
  const error = parts.find((part) => part.type === 'error')?.error;
  const { text, reasoning, toolCalls, usage } = folded(
    parts.filter((part) => part.type !== 'error'),
  );
  return {
    reasoning,
    text,
    tool_calls: toolCalls,
    usage: usage ? [usage.inputTokens, usage.outputTokens, usage.totalTokens] : null,
    finish: parts.find((part) => part.type === 'finish')?.reason ?? null,
    error: error?.code ?? null,
  };
}

/** One end and nothing after it; calls start before they go on, end once, and count from 0. */
function isWellFormed(parts: readonly StreamPart[]): boolean {
  const calls: string[] = [];
  const ends = parts.filter((part) => part.type === 'finish' || part.type === 'error');
  const areCallsFine = parts.every((part) => {
    switch (part.type) {
      case 'tool-input-start':
        return calls.push('') === part.index + 1;
      case 'tool-input-delta': {
        const text = calls[part.index];
        if (text === undefined || text === 'ended') return false;
        calls[part.index] = text + part.delta;
        return part.delta.length > 0;
      }
      case 'tool-input-end': {
        const text = calls[part.index] ?? '';
        calls[part.index] = 'ended';
        return typeof JSON.parse(text) === 'object';
      }
      case 'text':
      case 'reasoning':
        return part.text.length > 0;
      default:
        return true;
    }
  });
  return areCallsFine && ends.length <= 1 && (ends.length === 0 || ends[0] === parts.at(-1));
}

function hasType(parts: readonly StreamPart[], type: StreamPart['type']): boolean {
  return parts.some((part) => part.type === type);
}

function message(part: StreamPart): unknown {
  return part.type === 'error' ? part.error.message : part;
}

/** Joins neighbouring deltas: how much one delta holds may depend on the reads. */
function merge(parts: readonly StreamPart[]): readonly StreamPart[] {
  return parts.reduce<StreamPart[]>((merged, part) => {
    const last = merged.at(-1);
    const isDelta = part.type === 'text' || part.type === 'reasoning';
    if (isDelta && last?.type === part.type) {
      merged[merged.length - 1] = { type: part.type, text: last.text + part.text };
    } else {
      merged.push(part);
    }
    return merged;
  }, []);
}
