import fc from 'fast-check';
import type { StreamPart } from '../../protocol/stream-part';
import { compose, runTransform } from '../../protocol/transform';
import { ChatChunkEncoder } from './encode-chat-chunks';
import { ChatChunkTransform } from './to-chat-chunks';
import { ChatFrameTransform } from './to-chat-frames';

const ENVELOPE = { id: 'chatcmpl-1', created: 1, model: 'GLM "4.5"' };

const parts = fc.oneof<fc.Arbitrary<StreamPart>[]>(
  fc.record({ type: fc.constantFrom('text', 'reasoning'), text: fc.string({ unit: 'binary' }) }),
  fc.constant({ type: 'tool-input-start', index: 0, id: 'call_1', name: 'f' } as const),
  fc.record({
    type: fc.constant('tool-input-delta'),
    index: fc.constant(0),
    delta: fc.string(),
  }),
  fc.constant({ type: 'finish', reason: 'stop' } as const),
);

describe('ChatFrameTransform', () => {
  it('should give the frames of the chunks, texts included', () => {
    fc.assert(
      fc.property(fc.array(parts), (input) => {
        const frames = runTransform(
          new ChatFrameTransform(new ChatChunkTransform(ENVELOPE, true)),
          input,
        );
        const chunks = compose(new ChatChunkTransform(ENVELOPE, true), new ChatChunkEncoder());
        expect(frames).toEqual(runTransform(chunks, input));
      }),
    );
  });
});
