import type { Rejection } from '../../protocol/rejection';
import type { StreamPart } from '../../protocol/stream-part';
import type { Transform } from '../../protocol/transform';

/** Lets rejections of an earlier step pass by a step that knows parts only. Holds nothing back. */
export class RejectionBypass implements Transform<StreamPart | Rejection, StreamPart | Rejection> {
  constructor(private readonly step: Transform<StreamPart, StreamPart | Rejection>) {}

  push(part: StreamPart | Rejection): readonly (StreamPart | Rejection)[] {
    return part.type === 'rejection' ? [part] : this.step.push(part);
  }

  flush(): readonly (StreamPart | Rejection)[] {
    return this.step.flush();
  }
}
