import { STOP, folded, reasoning, rewrite, text } from '../../test/support/parts';
import { failureOf } from '../../test/support/failure';
import { GatewayError } from './gateway-error';
import type { StreamPart, TokenUsage } from './stream-part';

const EMPTY = {
  text: '',
  reasoning: '',
  toolCalls: [],
  citations: [],
  usage: undefined,
  finishReason: 'stop',
  stopSequence: undefined,
};
const USAGE: TokenUsage = { inputTokens: 1, outputTokens: 2, totalTokens: 3, estimated: false };
const CITATION = { url: 'https://example.com', title: 'A', start: 0, end: 1 };

describe('GenerationFold', () => {
  const cases: readonly { it: string; parts: readonly StreamPart[]; result: object }[] = [
    { it: 'be empty without parts', parts: [], result: {} },
    {
      it: 'join the deltas of each channel',
      parts: [reasoning('a'), text('b'), reasoning('c'), text('d')],
      result: { reasoning: 'ac', text: 'bd' },
    },
    {
      it: 'replace a channel by its rewrite and go on from there',
      parts: [text('old'), reasoning('why'), rewrite('text', 'new'), text('er')],
      result: { reasoning: 'why', text: 'newer' },
    },
    {
      it: 'replace reasoning by its rewrite',
      parts: [reasoning('old'), rewrite('reasoning', 'new'), text('a')],
      result: { reasoning: 'new', text: 'a' },
    },
    {
      it: 'keep the last usage',
      parts: [
        { type: 'usage', usage: { ...USAGE, inputTokens: 9 } },
        { type: 'usage', usage: USAGE },
      ],
      result: { usage: USAGE },
    },
    {
      it: 'keep the citations',
      parts: [{ type: 'citations', citations: [CITATION] }, STOP],
      result: { citations: [CITATION] },
    },
    {
      it: 'leave out sources, which citations stand for',
      parts: [{ type: 'source', source: { url: 'https://example.com', title: 'A' } }],
      result: {},
    },
    {
      it: 'tell why the generation ended',
      parts: [{ type: 'finish', reason: 'length' }],
      result: { finishReason: 'length' },
    },
    {
      it: 'name the stop sequence',
      parts: [{ type: 'finish', reason: 'stop', stopSequence: 'END' }],
      result: { stopSequence: 'END' },
    },
  ];

  it.each(cases)('should $it', ({ parts, result }) => {
    expect(folded(parts)).toEqual({ ...EMPTY, ...result });
  });

  it('should throw the error of an error part', () => {
    const error = new GatewayError('upstream-failed', 'It failed.');
    expect(failureOf(() => folded([text('a'), { type: 'error', error }]))).toBe(error);
  });
});
