import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type OpenAI from 'openai';
import { failureOf } from '../../../test/support/failure';
import { deltaPart, usage as anyUsage } from '../../../test/support/arbitraries';
import { STOP, folded, reasoning, rewrite, text } from '../../../test/support/parts';
import { GatewayError } from '../../protocol/gateway-error';
import type { Citation, StreamPart } from '../../protocol/stream-part';
import { runTransform } from '../../protocol/transform';
import type { ChatCompletionChunkDto } from '../dto/chat-completion-chunk.dto';
import { ChatChunkEncoder } from './encode-chat-chunks';
import { ChatChunkTransform } from './to-chat-chunks';
import { toChatCompletion } from './to-chat-completion';

const ENVELOPE = { id: 'chatcmpl-1', created: 1_756_870_000, model: 'GLM-4.5 "x"' };
const USAGE: StreamPart = {
  type: 'usage',
  usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5, estimated: false },
};
const CITATION: Citation = { url: 'https://a.example', title: 'A', start: 0, end: 3 };
const CITATIONS: StreamPart = { type: 'citations', citations: [CITATION] };

describe('ChatChunkTransform', () => {
  it('should give the role first, a chunk per delta and the finish last', () => {
    expect(deltas([reasoning('a'), text('b'), text('c'), USAGE, STOP])).toEqual([
      { role: 'assistant', content: '' },
      { reasoning_content: 'a' },
      { content: 'b' },
      { content: 'c' },
      {},
    ]);
  });

  it('should give a role before a finish without text', () => {
    expect(deltas([USAGE, STOP])).toEqual([{ role: 'assistant', content: '' }, {}]);
  });

  it.each([
    { reason: 'stop', as: 'stop' },
    { reason: 'length', as: 'length' },
    { reason: 'tool-calls', as: 'tool_calls' },
    { reason: 'content-filter', as: 'content_filter' },
  ] as const)('should call the finish $reason $as', ({ reason, as }) => {
    const last = chunksOf([text('a'), USAGE, { type: 'finish', reason }]).at(-1);
    expect(last?.choices[0]?.finish_reason).toBe(as);
  });

  it('should send the usage in a chunk of its own, only when asked', () => {
    const parts = [text('a'), USAGE, STOP];
    expect(chunksOf(parts, true).at(-1)).toEqual({
      ...ENVELOPE,
      object: 'chat.completion.chunk',
      choices: [],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    });
    expect(chunksOf(parts).some((chunk) => 'usage' in chunk)).toBe(false);
    expect(chunksOf(parts, true).slice(0, -1)).toEqual(chunksOf(parts));
  });

  it('should put annotations into the last delta', () => {
    const sent = deltas([text('abc'), CITATIONS, USAGE, STOP]);
    expect(sent.at(-1)).toEqual({
      annotations: [
        {
          type: 'url_citation',
          url_citation: { start_index: 0, end_index: 3, url: 'https://a.example', title: 'A' },
        },
      ],
    });
    expect(sent.filter((delta) => 'annotations' in delta)).toHaveLength(1);
  });

  it('should not show rewrites and sources', () => {
    const source: StreamPart = { type: 'source', source: { url: 'https://a.example', title: '' } };
    expect(chunksOf([rewrite('text', 'x'), source])).toEqual([]);
  });

  it('should throw the error of an error part', () => {
    const error = new GatewayError('upstream-failed', 'It failed.');
    expect(failureOf(() => chunksOf([text('a'), { type: 'error', error }]))).toBe(error);
  });

  describe('for any generation', () => {
    it('should give the same envelope to all chunks, one role and one finish', () => {
      fc.assert(
        fc.property(generation, fc.boolean(), (parts, includeUsage) => {
          const chunks = chunksOf(parts, includeUsage);
          for (const chunk of chunks) {
            expect(chunk).toMatchObject({ ...ENVELOPE, object: 'chat.completion.chunk' });
          }
          const choices = chunks.flatMap((chunk) => chunk.choices);
          expect(choices.map(({ delta }) => 'role' in delta)).toEqual(
            choices.map((_, index) => index === 0),
          );
          expect(choices.map((choice) => choice.finish_reason !== null)).toEqual(
            choices.map((_, index) => index === choices.length - 1),
          );
        }),
      );
    });

    it('should send no null and no empty field, but the first content and the open finish', () => {
      fc.assert(
        fc.property(generation, (parts) => {
          const [, ...chunks] = chunksOf(parts, true);
          for (const { choices, usage } of chunks) {
            for (const { delta } of choices)
              expect(Object.values(delta).filter(isEmpty)).toEqual([]);
            expect(Object.values(usage ?? {}).filter(isEmpty)).toEqual([]);
          }
        }),
      );
    });

    it('should say the same as the completion of the same parts', () => {
      fc.assert(
        fc.property(generation, (parts) => {
          const chunks = chunksOf(parts, true);
          const choices = chunks.flatMap((chunk) => chunk.choices);
          const said = (field: 'content' | 'reasoning_content'): string =>
            choices.map(({ delta }) => delta[field] ?? '').join('');
          const completion = toChatCompletion(folded(parts), ENVELOPE);
          const { message, finish_reason: finish } = completion.choices[0] ?? {};
          expect(said('content')).toBe(message?.content);
          expect(said('reasoning_content')).toBe(message?.reasoning_content ?? '');
          expect(choices.at(-1)?.delta.annotations).toEqual(message?.annotations);
          expect(choices.at(-1)?.finish_reason).toBe(finish);
          expect(chunks.at(-1)?.usage).toEqual(completion.usage);
        }),
      );
    });
  });

  it('should give chunks that the official client takes', () => {
    const chunks: readonly OpenAI.ChatCompletionChunk[] = chunksOf(
      [text('a'), CITATIONS, USAGE, STOP],
      true,
    ) satisfies readonly OpenAI.ChatCompletionChunk[];
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content)).toContain('a');
  });
});

describe('ChatChunkEncoder', () => {
  it('should encode each chunk as one frame that reads back as the chunk', () => {
    fc.assert(
      fc.property(generation, fc.boolean(), (parts, includeUsage) => {
        const chunks = chunksOf(parts, includeUsage);
        const frames = runTransform(new ChatChunkEncoder(), chunks);
        expect(frames.at(-1)).toBe('data: [DONE]\n\n');
        expect(frames.slice(0, -1).map(readFrame)).toEqual(chunks);
      }),
    );
  });

  it('should keep line breaks and quotes of the text within the frame', () => {
    const said = 'a\n\ndata: [DONE]\r\n"\u2028';
    const frames = runTransform(new ChatChunkEncoder(), chunksOf([text(said)]));
    expect(frames).toHaveLength(2);
    expect(readFrame(frames[1])).toMatchObject({ choices: [{ delta: { content: said } }] });
  });

  it('should not say that it is done before a finish', () => {
    expect(runTransform(new ChatChunkEncoder(), chunksOf([text('a')]))).toHaveLength(2);
    expect(runTransform(new ChatChunkEncoder(), [])).toEqual([]);
  });
});

const generation: fc.Arbitrary<readonly StreamPart[]> = fc
  .record({
    deltas: fc.array(deltaPart),
    hasCitation: fc.boolean(),
    usage: anyUsage,
    reason: fc.constantFrom('stop' as const, 'length' as const),
  })
  .map(({ deltas: said, hasCitation, usage, reason }) => [
    ...said,
    ...(hasCitation ? [CITATIONS] : []),
    { type: 'usage', usage },
    { type: 'finish', reason },
  ]);

function chunksOf(
  parts: readonly StreamPart[],
  includeUsage = false,
): readonly ChatCompletionChunkDto[] {
  return runTransform(new ChatChunkTransform(ENVELOPE, includeUsage), parts);
}

function deltas(parts: readonly StreamPart[]): readonly object[] {
  return chunksOf(parts).flatMap((chunk) => chunk.choices.map(({ delta }) => delta));
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || isDeepStrictEqual(value, []);
}

/** The JSON of a frame that is one event with one line. */
function readFrame(frame: string | undefined): unknown {
  return JSON.parse(/^data: ([^\r\n]*)\n\n$/.exec(frame ?? '')?.[1] ?? '');
}
