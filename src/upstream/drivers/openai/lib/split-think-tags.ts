import type { StreamPart } from '../../../../protocol/stream-part';
import { tagAtStart } from '../../../../protocol/text/find-potential-tag';
import type { Transform } from '../../../../protocol/transform';
import { TextLines } from './text-lines';

const OPEN = '<think>';
const CLOSE = '</think>';
const TAGS = [OPEN, CLOSE];

/** UTF-16 units of an answer's beginning that may be held back: longer reasoning is shown as text. */
const MAX_HELD = 32 * 1024;

/** How a splitter looks at the text. */
export interface ThinkTagOptions {
  /** Thinking was asked for, of a server that may have no parser for it. */
  readonly mayThinkInText: boolean;
}

/**
 * Takes the reasoning out of the text of servers that leave the model's tags in it.
 *
 * Input and output: stream parts; everything but text passes. `<think>` is a tag at the start of the
 * answer or of a line, outside fenced code; it ends at the next `</think>`. A `</think>` without
 * beginning is a tag unless it stands in quotes, in fenced code, or answers a `<think>` inside a line. The
 * first such tag says that all text before it was reasoning, because the prompt had opened it: what
 * was already given as text is taken back by rewrites. After a field or a block of reasoning it is a
 * leftover and dropped.
 *
 * Holds back the beginning of a possible tag, and a closing tag after a quotation mark. With `mayThinkInText` it holds back the whole text
 * until a tag, other parts, the end or 32 KiB decide what it is, so that there is nothing to rewrite.
 */
export class ThinkTagSplitter implements Transform<StreamPart, StreamPart> {
  /** Text that could be the beginning of a tag. */
  private partial = '';
  /** Text that is answer or reasoning; only while that is not known. */
  private undecided: string | undefined;
  private isThinking = false;
  /** A reasoning field or a block of reasoning was there: text that comes now is no reasoning. */
  private hasThought = false;
  /** Text that a lone closing tag would take back. */
  private given = '';
  private literalOpens = 0;
  private readonly lines = new TextLines();

  constructor({ mayThinkInText }: ThinkTagOptions) {
    if (mayThinkInText) this.undecided = '';
  }

  push(part: StreamPart): readonly StreamPart[] {
    if (part.type === 'text') {
      if (!this.isPlain(part.text)) return this.read(part.text);
      this.remember(part.text);
      return [part];
    }
    if (part.type === 'usage') return [part];
    const parts = this.flush();
    if (part.type === 'reasoning') {
      this.hasThought = true;
      this.given = '';
    }
    // A call ends the reasoning in which the model makes it.
    if (part.type === 'tool-input-start') this.isThinking = false;
    return [...parts, part];
  }

  flush(): readonly StreamPart[] {
    const { partial } = this;
    this.partial = '';
    const parts: StreamPart[] = [];
    if (partial !== CLOSE || !this.readTag(CLOSE, '', parts)) this.say(partial, parts);
    this.decide(parts);
    return parts;
  }

  /** Whether a text is given as it is. */
  private isPlain(text: string): boolean {
    const isDecided = this.undecided === undefined && !this.isThinking;
    return isDecided && this.partial.length === 0 && text.length > 0 && !text.includes('<');
  }

  private read(delta: string): readonly StreamPart[] {
    const text = this.partial + delta;
    this.partial = '';
    const parts: StreamPart[] = [];
    let start = 0;
    while (start < text.length) {
      const angle = text.indexOf('<', start);
      this.say(text.slice(start, angle < 0 ? text.length : angle), parts);
      if (angle < 0) break;
      const tag = tagAtStart(text.slice(angle, angle + CLOSE.length), TAGS);
      if (tag === 'partial' || this.mayBeQuoted(text.slice(angle))) {
        this.partial = text.slice(angle);
        break;
      }
      start = angle + (tag?.length ?? 1);
      const found = text.slice(angle, start);
      const isTag = tag !== undefined && this.readTag(found, text.charAt(start), parts);
      if (!isTag) this.say(found, parts);
    }
    return parts;
  }

  /** Only what follows tells whether a tag after a quotation mark is quoted. */
  private mayBeQuoted(rest: string): boolean {
    return rest === CLOSE && !this.isThinking && this.lines.isQuoting;
  }

  /** Whether the tag, with `next` after it, is one. */
  private readTag(tag: string, next: string, parts: StreamPart[]): boolean {
    if (this.isThinking) {
      if (tag === CLOSE) this.isThinking = false;
      return tag === CLOSE;
    }
    return tag === OPEN ? this.open(parts) : this.close(next, parts);
  }

  private open(parts: StreamPart[]): boolean {
    if (!this.lines.isAtStart) {
      this.literalOpens += 1;
      return false;
    }
    // Blanks before the reasoning are no text that could be reasoning itself.
    this.decide(parts);
    this.isThinking = true;
    this.hasThought = true;
    this.given = '';
    return true;
  }

  private close(next: string, parts: StreamPart[]): boolean {
    const { undecided } = this;
    const isInCode = this.lines.isInFence && undecided === undefined;
    if (isInCode || this.lines.isQuotedBy(next)) return false;
    if (this.literalOpens > 0) {
      this.literalOpens -= 1;
      return false;
    }
    if (undecided !== undefined) {
      this.undecided = undefined;
      give('reasoning', undecided.trimStart(), parts);
    } else if (!this.hasThought && this.given.trim().length > 0) {
      parts.push(
        { type: 'rewrite', channel: 'reasoning', text: this.given.trimStart() },
        { type: 'rewrite', channel: 'text', text: '' },
      );
    }
    if (!this.hasThought) this.lines.restart();
    this.hasThought = true;
    this.given = '';
    return true;
  }

  private say(text: string, parts: StreamPart[]): void {
    if (text.length === 0) return;
    if (this.isThinking) {
      give('reasoning', text, parts);
      return;
    }
    if (this.undecided !== undefined) {
      this.lines.push(text);
      this.undecided += text;
      if (this.undecided.length > MAX_HELD) this.decide(parts);
      return;
    }
    this.remember(text);
    give('text', text, parts);
  }

  /** Keeps in mind a text that is given as answer. */
  private remember(text: string): void {
    this.lines.push(text);
    if (!this.hasThought) this.given += text;
  }

  /** Takes what was held back for text. */
  private decide(parts: StreamPart[]): void {
    const { undecided } = this;
    if (undecided === undefined) return;
    this.undecided = undefined;
    this.given = undecided;
    give('text', undecided, parts);
  }
}

/** Neighbouring texts of one input become one part. */
function give(type: 'text' | 'reasoning', text: string, parts: StreamPart[]): void {
  const last = parts.at(-1);
  if (text.length === 0) return;
  if (last?.type === type) parts[parts.length - 1] = { type, text: last.text + text };
  else parts.push({ type, text });
}
