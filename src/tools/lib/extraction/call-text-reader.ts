import type { StreamPart } from '../../../protocol/stream-part';
import { tagAtStart } from '../../../protocol/text/find-potential-tag';
import { CALL_CLOSERS, type Marker, MARKER_CHARACTER, matchMarker } from './call-markers';
import type { CallReader } from './call-reader';
import { JsonCallReader } from './json-call-reader';
import { OrdinaryJson } from './ordinary-json';
import { matchPattern, type PatternStep } from './match-pattern';
import { ProseWriter } from './prose-writer';
import { TaggedCallReader } from './tagged-call-reader';
import { ToolCallEmitter } from './tool-call-emitter';
import type { ToolDirectory } from '../tool-directory';

type CallMarker = Exclude<Marker, { readonly kind: 'code' }>;

type Mode =
  | { readonly name: 'prose' }
  /** In a block of code, which ends at its fence. */
  | { readonly name: 'code'; readonly fence: string }
  /** `source` is the call's text until something of it was sent. */
  | {
      readonly name: 'call';
      readonly marker: CallMarker;
      readonly reader: CallReader;
      source: string;
    }
  /** Right after a call; `closers` may still belong to it. */
  | { readonly name: 'after-call'; readonly closers: readonly PatternStep[] };

/** How a model goes on by itself after a call: with a result that it makes up, or the next turn. */
const INVENTED_TURNS = ['<tool_response', '<|observation|>', '<|user|>'];

const MAX_FENCE_LINE = 64;

/**
 * Reads the text of an answer: prose, blocks of code, and tool calls in any of the forms that models
 * write. Gives parts as soon as they are certain. Linear in the length of the text.
 */
export class CallTextReader {
  private input = '';
  private mode: Mode = { name: 'prose' };
  private parts: StreamPart[] = [];
  private readonly emitter: ToolCallEmitter;
  private readonly prose = new ProseWriter((part) => this.parts.push(part));
  private readonly json = new OrdinaryJson();
  /** `broken`: a call cannot be completed. `invented`: the model answers its own call. */
  status: 'reading' | 'broken' | 'invented' = 'reading';

  constructor(
    private readonly tools: ToolDirectory,
    newId: () => string,
    firstIndex: number,
  ) {
    this.emitter = new ToolCallEmitter(newId, firstIndex);
  }

  /** Calls that are complete. */
  get callCount(): number {
    return this.emitter.count;
  }

  /** Whether anything of a call was sent. */
  get hasCall(): boolean {
    return this.emitter.hasStarted;
  }

  push(text: string): readonly StreamPart[] {
    this.input += text;
    this.read(false);
    return this.take();
  }

  /**
   * The text ends here: what was held back is decided as it stands. With `isCut` the model did not
   * stop there by itself: then a call that is not closed is not complete.
   */
  end(isCut: boolean): readonly StreamPart[] {
    this.read(true);
    if (this.mode.name === 'call') {
      this.mode.reader.end(this.input, isCut);
      if (this.mode.reader.status !== 'rejected') this.input = '';
      this.settle(this.mode);
      this.read(true);
    }
    if (this.callCount === 0) this.prose.releaseBlanks();
    return this.take();
  }

  private take(): readonly StreamPart[] {
    const { parts } = this;
    this.parts = [];
    return parts;
  }

  private read(isLast: boolean): void {
    while (this.input.length > 0 && this.status === 'reading' && this.step(isLast));
  }

  /** Consumes something of the input; false when it needs more. */
  private step(isLast: boolean): boolean {
    switch (this.mode.name) {
      case 'prose':
        return this.readProse(isLast);
      case 'code':
        return this.readCode(this.mode.fence, isLast);
      case 'call':
        return this.readCall(this.mode);
      case 'after-call':
        return this.readAfterCall(this.mode.closers, isLast);
    }
  }

  private readProse(isLast: boolean): boolean {
    let read = 0;
    for (const { index } of this.input.matchAll(MARKER_CHARACTER)) {
      this.json.read(this.input, read, index);
      read = index;
      if (this.json.isInString) continue;
      if (this.json.isInside && this.input.charAt(index) === '{') continue;
      const marker = matchMarker(this.input.slice(index), this.prose.before(this.input, index));
      if (marker === undefined || (marker === 'partial' && isLast)) continue;
      this.prose.write(this.consume(index));
      if (marker === 'partial') return false;
      this.open(marker);
      return true;
    }
    this.json.read(this.input, read, this.input.length);
    this.prose.write(this.consume(this.input.length));
    return true;
  }

  private open(marker: Marker): void {
    const source = this.consume(marker.length);
    if (marker.kind === 'code') {
      this.prose.write(source);
      this.mode = { name: 'code', fence: marker.fence };
    } else {
      this.mode = { name: 'call', marker, source, reader: this.readerFor(marker) };
    }
  }

  private readerFor(marker: CallMarker): CallReader {
    switch (marker.kind) {
      case 'tagged':
        return new TaggedCallReader(this.tools, this.emitter);
      case 'tagged-json':
        return new JsonCallReader('call', this.tools, this.emitter);
      case 'spoken':
        return new JsonCallReader(
          'arguments',
          this.tools,
          this.emitter,
          this.tools.find(marker.name),
        );
      default:
        return new JsonCallReader('list', this.tools, this.emitter);
    }
  }

  private readCode(fence: string, isLast: boolean): boolean {
    const lineEnd = this.input.indexOf('\n');
    const line = lineEnd < 0 ? this.input : this.input.slice(0, lineEnd + 1);
    const { isAtLineStart } = this.prose;
    const mayBeFence = isAtLineStart && line.length < MAX_FENCE_LINE && /^\s*`*\s*$/.test(line);
    if (mayBeFence && lineEnd < 0 && !isLast) return false;
    this.prose.write(this.consume(line.length));
    if (mayBeFence && line.trim().startsWith(fence)) this.mode = { name: 'prose' };
    return true;
  }

  private readCall(mode: Extract<Mode, { readonly name: 'call' }>): boolean {
    mode.source += this.consume(mode.reader.push(this.input));
    this.settle(mode);
    return this.mode !== mode;
  }

  /** Passes on what the reader found, and leaves the call when it is over. */
  private settle(mode: Extract<Mode, { readonly name: 'call' }>): void {
    const parts = this.emitter.take();
    if (parts.length > 0) {
      this.prose.dropBlanks();
      mode.source = '';
      this.parts.push(...parts);
    }
    switch (mode.reader.status) {
      case 'reading':
        return;
      case 'broken':
        this.status = 'broken';
        return;
      case 'done':
        this.mode = { name: 'after-call', closers: CALL_CLOSERS[mode.marker.kind] };
        return;
      case 'rejected': {
        // It was no call: the text is given back untouched.
        const { marker, source } = mode;
        const isFenced = marker.kind === 'fenced-list';
        this.mode = isFenced ? { name: 'code', fence: marker.fence } : { name: 'prose' };
        this.prose.write(source);
        if (!isFenced) this.json.read(source, 0, source.length);
      }
    }
  }

  private readAfterCall(closers: readonly PatternStep[], isLast: boolean): boolean {
    const closed = matchPattern(this.input, closers, isLast);
    if (closed === 'partial') return false;
    if (typeof closed === 'object') this.consume(closed.length);
    if (closers.length > 0) {
      this.mode = { name: 'after-call', closers: [] };
      return true;
    }
    this.input = this.input.trimStart();
    if (this.input.length === 0) return false;
    const invented = tagAtStart(this.input, INVENTED_TURNS);
    if (invented === 'partial' && !isLast) return false;
    if (typeof invented === 'object') this.status = 'invented';
    else {
      this.mode = { name: 'prose' };
      this.prose.resume();
    }
    return true;
  }

  private consume(length: number): string {
    const text = this.input.slice(0, length);
    this.input = this.input.slice(length);
    return text;
  }
}
