import type { StreamPart } from '../../protocol/stream-part';
import { compose, type Transform } from '../../protocol/transform';
import { ChatChunkEncoder } from './encode-chat-chunks';
import type { ChatChunkTransform } from './to-chat-chunks';

/**
 * Maps the parts of a generation to encoded chunks. Texts, which are nearly all of them, are encoded
 * without the objects in between once the first chunk was. Holds back what `ChatChunkTransform` does.
 */
export class ChatFrameTransform implements Transform<StreamPart, string> {
  private readonly encoder = new ChatChunkEncoder();
  private readonly steps: Transform<StreamPart, string>;

  constructor(chunks: ChatChunkTransform) {
    this.steps = compose(chunks, this.encoder);
  }

  push(part: StreamPart): readonly string[] {
    const frame = this.encodeText(part);
    return frame === undefined ? this.steps.push(part) : [frame];
  }

  flush(): readonly string[] {
    return this.steps.flush();
  }

  private encodeText(part: StreamPart): string | undefined {
    if (part.type === 'text') return this.encoder.encodeText('content', part.text);
    if (part.type === 'reasoning') return this.encoder.encodeText('reasoning_content', part.text);
    return undefined;
  }
}
