import fc from 'fast-check';
import { anyPart, deltaPart } from '../../../test/support/arbitraries';
import { STOP, reasoning, text } from '../../../test/support/parts';
import { GatewayError } from '../../protocol/gateway-error';
import type { StreamPart, TokenUsage } from '../../protocol/stream-part';
import { runTransform } from '../../protocol/transform';
import { LifecycleTransform } from './enforce-lifecycle';

const FAILURE: StreamPart = {
  type: 'error',
  error: new GatewayError('upstream-failed', 'The upstream failed.'),
};

describe('LifecycleTransform', () => {
  describe('for any parts that a driver may give', () => {
    const sequences = fc.array(anyPart, { maxLength: 12 });

    it('should give exactly one finish or error, as the last part', () => {
      fc.assert(
        fc.property(sequences, (parts) => {
          const output = run(parts);
          expect(output.filter(isEnd)).toHaveLength(1);
          expect(isEnd(output.at(-1))).toBe(true);
        }),
      );
    });

    it('should give one usage right before a finish and none before an error', () => {
      fc.assert(
        fc.property(sequences, (parts) => {
          const output = run(parts);
          const places = output.flatMap((part, index) => (part.type === 'usage' ? [index] : []));
          const isFinished = output.at(-1)?.type === 'finish';
          expect(places).toEqual(isFinished ? [output.length - 2] : []);
        }),
      );
    });

    it('should pass everything else on as it is, up to the end', () => {
      fc.assert(
        fc.property(sequences, (parts) => {
          const end = parts.findIndex(isEnd);
          const before = end < 0 ? parts : parts.slice(0, end);
          const isContent = (part: StreamPart): boolean => part.type !== 'usage' && !isEnd(part);
          expect(run(parts).filter(isContent)).toEqual(before.filter(isContent));
        }),
      );
    });

    it('should finish when the upstream said something and then finished', () => {
      fc.assert(
        fc.property(fc.array(deltaPart, { minLength: 1 }), (parts) => {
          expect(run([...parts, STOP]).at(-1)).toEqual(STOP);
        }),
      );
    });
  });

  it('should keep the last of several usages', () => {
    const parts = [usagePart(1), text('a'), usagePart(2), usagePart(3), STOP];
    expect(run(parts)).toEqual([text('a'), usagePart(3), STOP]);
  });

  it('should estimate a usage from the UTF-8 bytes of everything that was said', () => {
    const [, , usage] = run([reasoning('思考'), text('ok'), STOP]);
    expect(usage).toEqual({ type: 'usage', usage: estimate(8) });
  });

  it.each([
    { it: 'an end without finish', parts: [text('a'), usagePart(1)], code: 'upstream_incomplete' },
    { it: 'a stream without parts', parts: [], code: 'upstream_incomplete' },
    { it: 'a finish with nothing said', parts: [STOP], code: 'upstream_empty_answer' },
    {
      it: 'a finish with nothing said but a usage',
      parts: [usagePart(1), STOP],
      code: 'upstream_empty_answer',
    },
  ])('should make $it an error', ({ parts, code }) => {
    const last = run(parts).at(-1);
    expect(last).toMatchObject({ type: 'error', error: { kind: 'upstream-failed', code } });
  });

  it.each<StreamPart>([
    { type: 'finish', reason: 'stop', stopSequence: 'END' },
    { type: 'finish', reason: 'length' },
    { type: 'finish', reason: 'tool-calls' },
    { type: 'finish', reason: 'content-filter' },
  ])('should let an answer be empty for a reason: %j', (finish) => {
    expect(run([finish]).at(-1)).toEqual(finish);
  });

  it('should take reasoning alone for an answer', () => {
    expect(run([reasoning('a'), STOP]).at(-1)).toEqual(STOP);
  });

  it('should give nothing after the end', () => {
    for (const end of [STOP, FAILURE]) {
      const transform = new LifecycleTransform(estimate);
      transform.push(text('a'));
      transform.push(end);
      for (const part of [text('b'), usagePart(1), STOP, FAILURE]) {
        expect(transform.push(part)).toEqual([]);
      }
      expect(transform.flush()).toEqual([]);
    }
  });
});

function run(parts: readonly StreamPart[]): readonly StreamPart[] {
  return runTransform(new LifecycleTransform(estimate), parts);
}

function estimate(outputBytes: number): TokenUsage {
  return { inputTokens: 1, outputTokens: outputBytes, totalTokens: 1, estimated: true };
}

function usagePart(inputTokens: number): StreamPart {
  const usage = { inputTokens, outputTokens: 1, totalTokens: inputTokens + 1, estimated: false };
  return { type: 'usage', usage };
}

function isEnd(part: StreamPart | undefined): boolean {
  return part?.type === 'finish' || part?.type === 'error';
}
