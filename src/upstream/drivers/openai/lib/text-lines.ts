const FENCE = '```';
const QUOTES = '`"\'';

/** Knows where in its lines a text is that arrives in pieces. */
export class TextLines {
  /** The beginning of the current line, as much as can be a fence. */
  private head = '';
  private last = '';
  private hasText = false;
  private isFenced = false;

  /** At the start of a line outside fenced code, or with only blanks before. */
  get isAtStart(): boolean {
    return !this.hasText || (!this.isFenced && this.head.length === 0);
  }

  get isInFence(): boolean {
    return this.isFenced;
  }

  /** The text ends with a quotation mark, so that what comes next may be a quotation. */
  get isQuoting(): boolean {
    return this.last.length > 0 && QUOTES.includes(this.last);
  }

  /** Whether something at the end of the text, with `next` after it, is a quotation. */
  isQuotedBy(next: string): boolean {
    return this.isQuoting && next === this.last;
  }

  push(text: string): void {
    this.hasText ||= text.trim().length > 0;
    let start = 0;
    while (start < text.length) {
      const end = text.indexOf('\n', start);
      this.extendLine(text.slice(start, end < 0 ? text.length : end));
      if (end < 0) break;
      this.head = '';
      start = end + 1;
    }
    this.last = text.slice(-1) || this.last;
  }

  /** Another text begins. */
  restart(): void {
    this.head = '';
    this.last = '';
    this.hasText = false;
    this.isFenced = false;
  }

  private extendLine(text: string): void {
    if (this.head.length >= FENCE.length) return;
    this.head = (this.head + text).slice(0, FENCE.length);
    if (this.head === FENCE) this.isFenced = !this.isFenced;
  }
}
