import type { ReasoningMarks } from './reasoning-marks';

/** How the reasoning of one answer is shown and marked. */
export class ThoughtWriter {
  constructor(
    private readonly marks: Pick<ReasoningMarks, 'sign' | 'seal'>,
    private readonly isOmitted: boolean,
  ) {}

  /** What a client gets to see of a piece of reasoning. */
  show(text: string): string {
    return this.isOmitted ? '' : text;
  }

  /** The signature of a block; it carries the text where that is not shown. */
  sign(text: string): string {
    return this.isOmitted ? this.marks.seal(text) : this.marks.sign(text);
  }
}
