import type { StreamPart } from '../../../protocol/stream-part';

/** UTF-16 units before a marker that decide whether it is one. */
const CONTEXT_LENGTH = 64;

/**
 * Writes the text that is no call. Holds back blanks at its end, which vanish if a call follows, and
 * remembers the end of the text, which tells prose from code.
 */
export class ProseWriter {
  private end = '';
  private blanks = '';
  private hasText = false;

  constructor(private readonly emit: (part: StreamPart) => void) {}

  /** The end of the text so far, together with the first `length` units of `next`. */
  before(next: string, length: number): string {
    const context = this.end + next.slice(Math.max(0, length - CONTEXT_LENGTH), length);
    return context.slice(-CONTEXT_LENGTH);
  }

  get isAtLineStart(): boolean {
    return this.end === '' || this.end.endsWith('\n');
  }

  write(text: string): void {
    if (text.length === 0) return;
    this.end = (this.end + text).slice(-CONTEXT_LENGTH);
    const trimmed = text.trimEnd();
    if (trimmed.length > 0) {
      this.emit({ type: 'text', text: this.blanks + trimmed });
      this.blanks = '';
      this.hasText = true;
    }
    this.blanks += text.slice(trimmed.length);
  }

  /** A call begins: the blanks before it are no content. */
  dropBlanks(): void {
    this.blanks = '';
    this.end = '';
  }

  /** Text goes on after a call: on a line of its own, if there was text before. */
  resume(): void {
    this.blanks = this.hasText ? '\n' : '';
  }

  /** The text ends here. */
  releaseBlanks(): void {
    if (this.blanks.length > 0) this.emit({ type: 'text', text: this.blanks });
    this.blanks = '';
  }
}
