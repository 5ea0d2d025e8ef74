import { potentialTagLength, type TagMatch } from '../../../../../protocol/text/find-potential-tag';
import type { DocumentOutput } from './document-output';
import {
  BLOCK_END,
  matchBlockStart,
  matchReasoningEnd,
  matchReasoningStart,
  matchStrayTag,
  matchSummary,
} from './document-tags';
import type { Origin } from './document-text';
import { QUOTE_START, unquoteLines, type QuoteState } from './unquote-lines';

interface ScannerState {
  mode: 'outside' | 'reasoning' | 'block';
  /** Read but undecided: the beginning of a possible tag. */
  pending: string;
  pendingOrigin: Origin;
  quote: QuoteState;
  /** Reasoning that no tag surrounds (fixture 06): its phase alone marks it. */
  isBare: boolean;
  hasReasoningBody: boolean;
  hasAnswer: boolean;
  block: string;
  blocks: readonly string[];
}

const ANSWER: Origin = { audience: 'answer', isEdit: false };

/**
 * Reads the upstream's document as it grows and tells reasoning, answer and the blocks of
 * server-side tools apart. Holds back only what may still become a tag, at most about a kilobyte.
 * Linear in the text that it is given.
 */
export class DocumentScanner {
  private state: ScannerState = {
    mode: 'outside',
    pending: '',
    pendingOrigin: ANSWER,
    quote: QUOTE_START,
    isBare: false,
    hasReasoningBody: false,
    hasAnswer: false,
    block: '',
    blocks: [],
  };
  private input = '';
  private origin: Origin = ANSWER;
  /** Where the tag at the start of the input began, when an earlier stretch began it. */
  private tagOrigin: Origin = ANSWER;

  constructor(private readonly output: DocumentOutput) {}

  /** The finished blocks of server-side tools, in order. */
  get blocks(): readonly string[] {
    return this.state.blocks;
  }

  snapshot(): unknown {
    return { ...this.state };
  }

  restore(snapshot: unknown): void {
    this.state = { ...(snapshot as ScannerState) };
  }

  push(text: string, origin: Origin): void {
    const { pending, pendingOrigin } = this.state;
    this.origin = origin;
    this.tagOrigin = pending.length > 0 ? pendingOrigin : origin;
    this.input = pending + text;
    this.state.pending = '';
    if (pending.length > 0 && pendingOrigin.audience !== origin.audience) {
      this.settlePending(pending, text, pendingOrigin);
    }
    if (this.state.mode === 'reasoning' && origin.audience === 'answer' && !origin.isEdit) {
      if (!this.leaveUnclosedReasoning()) return;
    }
    this.run();
  }

  /** Ends the document: what was held back is decided as it stands. */
  end(): void {
    const { pending, pendingOrigin, mode } = this.state;
    this.state.pending = '';
    this.origin = pendingOrigin;
    const isReasoning = mode === 'reasoning' || pendingOrigin.audience === 'reasoning';
    // Half a tag of the reasoning is markup that the stream's end cut; of an answer it may be text.
    if (mode !== 'block' && isReasoning && pending.length > 1) this.output.markup(pending);
    else if (mode === 'reasoning') this.reason(pending);
    else if (mode === 'outside') this.plain(pending);
    this.output.endReasoning();
    this.output.end();
  }

  private run(): void {
    while (this.input.length > 0) {
      if (!this.step()) {
        this.state.pending = this.input;
        this.state.pendingOrigin = this.tagOrigin;
        return;
      }
      this.tagOrigin = this.origin;
    }
  }

  /** Consumes something of the input; false when it needs more input first. */
  private step(): boolean {
    if (this.state.mode === 'block') return this.stepInBlock();
    const tagStart = this.input.indexOf('<');
    if (tagStart !== 0) {
      const text = this.consume(tagStart < 0 ? this.input.length : tagStart);
      this.write(text);
      return true;
    }
    const isOpen = this.state.mode === 'reasoning' ? this.readTagInside() : this.readTagOutside();
    if (isOpen === 'partial') return false;
    if (isOpen === undefined) this.write(this.consume(1));
    return true;
  }

  private readTagOutside(): TagMatch {
    const { hasAnswer } = this.state;
    const isAnswering = this.tagOrigin.audience === 'answer' && hasAnswer;
    // Once the answer has begun, markup in it is the model's own text.
    const reasoning = isAnswering ? undefined : matchReasoningStart(this.input);
    const block = matchBlockStart(this.input);
    const stray = isAnswering ? undefined : matchStrayTag(this.input, 'outside');
    if (isTag(reasoning)) this.openReasoning(reasoning.length);
    else if (isTag(block)) this.openBlock(block.length);
    else if (isTag(stray)) this.output.markup(this.consume(stray.length));
    return firstTag(reasoning, block, stray);
  }

  private readTagInside(): TagMatch {
    const { quote, hasReasoningBody } = this.state;
    const end = matchReasoningEnd(this.input, quote.isQuoted === true && !quote.atLineStart);
    const summary = hasReasoningBody ? undefined : matchSummary(this.input);
    const stray = matchStrayTag(this.input, 'inside');
    const silent = firstTag(summary, stray);
    if (isTag(end)) this.closeReasoning(end.length);
    else if (isTag(silent)) this.output.markup(this.consume(silent.length));
    return firstTag(end, silent);
  }

  private stepInBlock(): boolean {
    const end = this.input.indexOf(BLOCK_END);
    if (end >= 0) {
      const block = this.state.block + this.input.slice(0, end);
      this.consume(end + BLOCK_END.length);
      Object.assign(this.state, {
        mode: 'outside',
        block: '',
        blocks: [...this.state.blocks, block],
      });
      return true;
    }
    this.state.block += this.consume(
      this.input.length - potentialTagLength(this.input, [BLOCK_END]),
    );
    return this.input.length === 0;
  }

  private openReasoning(length: number): void {
    this.endBareReasoning();
    Object.assign(this.state, { mode: 'reasoning', quote: QUOTE_START, hasReasoningBody: false });
    this.output.beginReasoning(this.consume(length));
  }

  private closeReasoning(length: number): void {
    this.output.markup(this.consume(length));
    this.state.mode = 'outside';
    this.output.endReasoning();
  }

  private openBlock(length: number): void {
    this.endBareReasoning();
    this.consume(length);
    this.state.mode = 'block';
  }

  private write(text: string): void {
    if (this.state.mode === 'reasoning') this.reason(text);
    else this.plain(text);
  }

  private plain(text: string): void {
    if (text.length === 0) return;
    if (this.origin.audience === 'reasoning') {
      if (!this.state.isBare) Object.assign(this.state, { isBare: true, quote: QUOTE_START });
      this.reason(text);
      return;
    }
    this.endBareReasoning();
    if (this.origin.audience === 'hidden') return;
    if (!this.state.hasAnswer) this.state.hasAnswer = text.trim().length > 0;
    this.output.answer(text);
  }

  private reason(text: string): void {
    const unquoted = unquoteLines(text, this.state.quote);
    this.state.quote = unquoted.state;
    if (unquoted.text.trim().length > 0) this.state.hasReasoningBody = true;
    this.output.reasoning(unquoted.text, text);
  }

  private endBareReasoning(): void {
    if (!this.state.isBare) return;
    this.state.isBare = false;
    this.output.endReasoning();
  }

  /** Text held back in one phase that the next phase does not complete belongs to the first. */
  private settlePending(pending: string, text: string, pendingOrigin: Origin): void {
    if (this.state.mode !== 'outside') return;
    const match = firstTag(
      matchReasoningStart(this.input),
      matchBlockStart(this.input),
      matchStrayTag(this.input, 'outside'),
    );
    if (match !== undefined) return;
    const { origin } = this;
    this.origin = pendingOrigin;
    this.plain(pending);
    this.origin = this.tagOrigin = origin;
    this.input = text;
  }

  /**
   * A delta of the answer while the reasoning is still open closes it, with or without the closing
   * tag. False when the delta may still turn out to be that tag.
   */
  private leaveUnclosedReasoning(): boolean {
    const text = this.input.trimStart();
    const match = matchReasoningEnd(text, false);
    if (match === 'partial') {
      this.state.pending = this.input;
      this.state.pendingOrigin = this.origin;
      return false;
    }
    if (match === undefined) {
      this.state.mode = 'outside';
      this.output.endReasoning();
    }
    return true;
  }

  private consume(length: number): string {
    const text = this.input.slice(0, length);
    this.input = this.input.slice(length);
    return text;
  }
}

function isTag(match: TagMatch): match is { readonly length: number } {
  return typeof match === 'object';
}

/** A complete tag if there is one, else a possible one. */
function firstTag(...matches: readonly TagMatch[]): TagMatch {
  return matches.find(isTag) ?? matches.find((match) => match === 'partial');
}
