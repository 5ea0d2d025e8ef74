import { text } from '../../../test/support/parts';
import type { Rejection } from '../../protocol/rejection';
import type { StreamPart } from '../../protocol/stream-part';
import { runTransform, type Transform } from '../../protocol/transform';
import { RejectionBypass } from './bypass-rejections';

const REJECTION: Rejection = {
  type: 'rejection',
  demand: 'calls',
  problem: 'no function was called.',
  said: '',
  calls: [],
  sentCalls: 0,
  hasSentText: false,
};

/** Says everything twice at the end. */
class Echo implements Transform<StreamPart, StreamPart | Rejection> {
  private readonly heard: StreamPart[] = [];

  push(part: StreamPart): readonly StreamPart[] {
    this.heard.push(part);
    return [part];
  }

  flush(): readonly StreamPart[] {
    return this.heard;
  }
}

describe('RejectionBypass', () => {
  it('should give parts to the step, and rejections past it', () => {
    const parts = [REJECTION, text('a'), REJECTION, text('b')];
    expect(runTransform(new RejectionBypass(new Echo()), parts)).toEqual([
      ...parts,
      text('a'),
      text('b'),
    ]);
  });

  it("should pass on the step's own rejections", () => {
    const strict: Transform<StreamPart, StreamPart | Rejection> = {
      push: () => [REJECTION],
      flush: () => [],
    };
    expect(runTransform(new RejectionBypass(strict), [text('a')])).toEqual([REJECTION]);
  });
});
