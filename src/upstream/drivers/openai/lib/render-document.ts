import type { StreamPart } from '../../../../protocol/stream-part';
import type { Transform } from '../../../../protocol/transform';

/**
 * Writes reasoning into the text between GLM's own tags, so that a client sees the document that the
 * model wrote. Input and output: stream parts. Holds nothing back; closes the tag at the end.
 */
export class DocumentRenderer implements Transform<StreamPart, StreamPart> {
  private isThinking = false;

  push(part: StreamPart): readonly StreamPart[] {
    if (part.type === 'usage' || part.type === 'source') return [part];
    if (part.type !== 'reasoning') return [...this.flush(), part];
    const tag = this.isThinking ? '' : '<think>';
    this.isThinking = true;
    return [{ type: 'text', text: tag + part.text }];
  }

  flush(): readonly StreamPart[] {
    if (!this.isThinking) return [];
    this.isThinking = false;
    return [{ type: 'text', text: '</think>' }];
  }
}
