import type { StreamPart } from '../../../protocol/stream-part';
import type { Transform } from '../../../protocol/transform';

/** Moves the positions of calls, so that they follow those of an earlier answer. */
export class CallShift implements Transform<StreamPart, StreamPart> {
  constructor(private readonly distance: number) {}

  push(part: StreamPart): readonly StreamPart[] {
    switch (part.type) {
      case 'tool-input-start':
      case 'tool-input-delta':
      case 'tool-input-end':
        return [{ ...part, index: part.index + this.distance }];
      default:
        return [part];
    }
  }

  flush(): readonly StreamPart[] {
    return [];
  }
}
