/** Whom a stretch of the document is for: the web protocol tells it by the event's phase. */
export type Audience = 'reasoning' | 'answer' | 'hidden';

/** Where a stretch of the document came from. */
export interface Origin {
  readonly audience: Audience;
  /** An edit re-sends markup of earlier phases; a delta only ever adds to its own phase. */
  readonly isEdit: boolean;
}

interface Run extends Origin {
  readonly start: number;
}

/** A stretch of the document with its origin. */
export interface Stretch {
  readonly text: string;
  readonly origin: Origin;
}

/** The text of the upstream's document and who wrote which stretch of it. */
export class DocumentText {
  private text = '';
  private runs: Run[] = [];
  private highSurrogates = 0;

  /** Length in UTF-16 units. */
  get length(): number {
    return this.text.length;
  }

  append(text: string, origin: Origin): void {
    const last = this.runs.at(-1);
    if (last?.audience !== origin.audience || last.isEdit !== origin.isEdit) {
      this.runs.push({ start: this.text.length, ...origin });
    }
    this.text += text;
    this.highSurrogates += countHighSurrogates(text);
  }

  truncate(index: number): void {
    this.highSurrogates -= countHighSurrogates(this.text.slice(index));
    this.text = this.text.slice(0, index);
    while ((this.runs.at(-1)?.start ?? -1) >= index) this.runs.pop();
  }

  /**
   * The UTF-16 index that an `edit_index` means. Implementations disagree on its unit (fixtures 61
   * and 62): an index that is the document's length in any unit is an append, and so is one beyond
   * the end, which covers bytes; every other index counts UTF-16 units.
   */
  resolveIndex(index: number): number {
    const codePoints = this.text.length - this.highSurrogates;
    return index >= this.text.length || index === codePoints ? this.text.length : index;
  }

  /** The stretches after an index, in order. */
  from(start: number): readonly Stretch[] {
    const first = Math.max(
      0,
      this.runs.findLastIndex((run) => run.start <= start),
    );
    return this.runs.slice(first).flatMap((run, position) => {
      const end = this.runs[first + position + 1]?.start ?? this.text.length;
      const text = this.text.slice(Math.max(start, run.start), end);
      return text.length > 0 ? [{ text, origin: run }] : [];
    });
  }
}

function countHighSurrogates(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xd800) count += 1;
  }
  return count;
}
