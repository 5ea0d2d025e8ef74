import type { TextPart } from '../../../../../protocol/stream-part';

/** What a reader of the document found, in document order. */
export interface DocumentOutput {
  answer(text: string): void;
  /** `clean` is the reasoning itself, `source` the document's text for it, quote marks included. */
  reasoning(clean: string, source: string): void;
  /** A marked block of reasoning begins with `tag`; bare reasoning has no beginning. */
  beginReasoning(tag: string): void;
  endReasoning(): void;
  /** Markup that stands for nothing, such as a summary or a stray tag. */
  markup(source: string): void;
  /** Takes what became certain since the last call. */
  take(): readonly TextPart[];
  /** Gives back what may still be held at the end of the document. */
  end(): void;
  /** A value that `restore` understands: readers go back when the upstream edits. */
  snapshot(): unknown;
  restore(snapshot: unknown): void;
}

abstract class CollectingOutput<State> {
  private collected: TextPart[] = [];

  protected constructor(protected state: State) {}

  take(): readonly TextPart[] {
    const { collected } = this;
    if (collected.length > 0) this.collected = [];
    return collected;
  }

  snapshot(): unknown {
    return this.state;
  }

  restore(snapshot: unknown): void {
    this.state = snapshot as State;
  }

  protected emit(type: TextPart['type'], text: string): void {
    if (text.length === 0) return;
    const last = this.collected.at(-1);
    if (last?.type === type)
      this.collected[this.collected.length - 1] = { type, text: last.text + text };
    else this.collected.push({ type, text });
  }
}

interface ChannelState {
  readonly hasReasoning: boolean;
  readonly hasAnswer: boolean;
  /** Blanks at the end of the reasoning, and line breaks at the end of the answer, so far. */
  readonly heldReasoning: string;
  readonly heldAnswer: string;
}

/**
 * Splits the document into reasoning without markup and the answer. The reasoning is trimmed; the
 * answer loses the line breaks around it, which separate it from the markup. Holds back blanks at
 * the end of the reasoning and line breaks at the end of the answer until text follows them.
 */
export class ChannelOutput extends CollectingOutput<ChannelState> implements DocumentOutput {
  constructor() {
    super({ hasReasoning: false, hasAnswer: false, heldReasoning: '', heldAnswer: '' });
  }

  answer(text: string): void {
    const { hasAnswer, heldAnswer } = this.state;
    const fresh = hasAnswer ? text : text.replace(/^[\r\n]+/, '');
    if (fresh.length === 0) return;
    const end = endWithout(fresh, isLineBreak);
    if (end > 0) this.emit('text', heldAnswer + fresh.slice(0, end));
    const held = end > 0 ? fresh.slice(end) : heldAnswer + fresh;
    if (hasAnswer && held === heldAnswer) return;
    this.state = { ...this.state, hasAnswer: true, heldAnswer: held };
  }

  reasoning(clean: string): void {
    const { hasReasoning, heldReasoning } = this.state;
    const fresh = hasReasoning ? clean : clean.trimStart();
    if (fresh.length === 0) return;
    const end = endWithout(fresh, isBlank);
    if (end > 0) this.emit('reasoning', heldReasoning + fresh.slice(0, end));
    const held = end > 0 ? fresh.slice(end) : heldReasoning + fresh;
    if (hasReasoning && held === heldReasoning) return;
    this.state = { ...this.state, hasReasoning: true, heldReasoning: held };
  }

  beginReasoning(): void {
    // A later block of reasoning begins a new paragraph.
    if (this.state.hasReasoning) this.state = { ...this.state, heldReasoning: '\n\n' };
  }

  endReasoning(): void {
    // The blanks at its end stay held: they are dropped unless more reasoning follows.
  }

  markup(): void {
    // Neither reasoning nor answer.
  }

  end(): void {
    this.state = { ...this.state, heldReasoning: '', heldAnswer: '' };
  }
}

/**
 * The document as the upstream renders it, in its order: blocks of reasoning with their markup on the
 * channel of reasoning, everything else as text. Holds back a block of reasoning until it is closed: the upstream rewrites its opening tag when the reasoning ends (fixture 02), and a
 * stream cannot take back what it sent.
 */
export class VerbatimOutput
  extends CollectingOutput<{ readonly held: string }>
  implements DocumentOutput
{
  constructor() {
    super({ held: '' });
  }

  answer(text: string): void {
    this.emit('text', text);
  }

  reasoning(_clean: string, source: string): void {
    this.state = { held: this.state.held + source };
  }

  beginReasoning(tag: string): void {
    this.state = { held: this.state.held + tag };
  }

  endReasoning(): void {
    this.end();
  }

  markup(source: string): void {
    if (this.state.held.length > 0) this.reasoning('', source);
    else this.answer(source);
  }

  end(): void {
    this.emit('reasoning', this.state.held);
    this.state = { held: '' };
  }
}

function endWithout(text: string, isHeld: (code: number) => boolean): number {
  let end = text.length;
  while (end > 0 && isHeld(text.charCodeAt(end - 1))) end -= 1;
  return end;
}

function isLineBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || isLineBreak(code);
}
