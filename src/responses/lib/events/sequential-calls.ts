import type { StreamPart } from '../../../protocol/stream-part';
import type { Transform } from '../../../protocol/transform';

/**
 * Gives calls one after the other: the items of a response do not overlap, but some upstreams send
 * the arguments of several calls by turns.
 *
 * Input and output: parts as `enforceLifecycle` gives them. Holds back what is said and called while a
 * call is open, until its arguments are complete or the answer ends.
 */
export class SequentialCalls implements Transform<StreamPart, StreamPart> {
  /** Position of the call whose arguments are being written. */
  private open: number | undefined;
  private held: StreamPart[] = [];

  push(part: StreamPart): readonly StreamPart[] {
    switch (part.type) {
      case 'text':
      case 'reasoning':
        return this.open === undefined ? [part] : this.hold(part);
      case 'tool-input-start':
        if (this.open !== undefined) return this.hold(part);
        this.open = part.index;
        return [part];
      case 'tool-input-delta':
        return part.index === this.open ? [part] : this.hold(part);
      case 'tool-input-end':
        if (part.index !== this.open) return this.hold(part);
        this.open = undefined;
        return [part, ...this.release()];
      case 'finish':
        return [...this.releaseAll(), part];
      default:
        return [part];
    }
  }

  flush(): readonly StreamPart[] {
    return [];
  }

  private hold(part: StreamPart): readonly StreamPart[] {
    // Of a call that is over, or that never began: nobody waits for it.
    if (this.open !== undefined) this.held.push(part);
    return [];
  }

  private release(): readonly StreamPart[] {
    const { held } = this;
    this.held = [];
    return held.flatMap((part) => this.push(part));
  }

  /** Calls that were cut do not end by themselves. */
  private releaseAll(): readonly StreamPart[] {
    const parts: StreamPart[] = [];
    while (this.held.length > 0) {
      this.open = undefined;
      parts.push(...this.release());
    }
    this.open = undefined;
    return parts;
  }
}
