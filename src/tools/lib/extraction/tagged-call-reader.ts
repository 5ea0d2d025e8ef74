import { potentialTagLength, tagAtStart } from '../../../protocol/text/find-potential-tag';
import type { ToolDefinition } from '../../../protocol/tool-definition';
import { type ArgumentKind, toJsonArgument } from '../argument-kind';
import type { CallReader } from './call-reader';
import { JsonCallReader } from './json-call-reader';
import type { ToolCallEmitter } from './tool-call-emitter';
import { parameterKind, requiredParameters, type ToolDirectory } from '../tool-directory';

export const CALL_START = '<tool_call>';
export const CALL_END = '</tool_call>';
const KEY_START = '<arg_key>';
const KEY_END = '</arg_key>';
const VALUE_START = '<arg_value>';
const VALUE_END = '</arg_value>';

const MAX_NAME_LENGTH = 256;
const MAX_KEY_LENGTH = 256;
/** UTF-16 units after a closing tag inside a value that may decide what it closes. */
const MAX_LOOKAHEAD = 256;
/** What ends a name: a line break, GLM 4.7's missing one, or a line break written as `\n`. */
const NAME_END = /\n|\\n|<arg_key>|<\/tool_call>/;
/** The first tag that may end a value: one search for both keeps long values linear. */
const CLOSING_TAG = /<\/(?:arg_value|tool_call)>/;
const LEAD_SURROGATE = /[\uD800-\uDBFF]$/;

/**
 * Reads one call in GLM's own form, after its `<tool_call>`: a name, then keys and values in tags.
 * String values stream as they come, others when they are complete, because only then is it known
 * how they are meant. Inside a value only the closing tags mean anything.
 */
export class TaggedCallReader implements CallReader {
  status: CallReader['status'] = 'reading';
  private state: 'name' | 'between' | 'key' | 'after-key' | 'value' = 'name';
  /** What is left of the text at hand. */
  private input = '';
  private tool: ToolDefinition | undefined;
  private json: JsonCallReader | undefined;
  private isStarted = false;
  private readonly keys = new Set<string>();
  private kind: ArgumentKind = 'unknown';
  /** Collects a value that cannot stream. */
  private value = '';
  private isRepeated = false;

  constructor(
    private readonly tools: ToolDirectory,
    private readonly emitter: ToolCallEmitter,
  ) {}

  push(text: string): number {
    this.input = text;
    while (this.isReading() && this.step(false));
    return text.length - this.input.length;
  }

  end(rest: string, isCut: boolean): void {
    this.input = rest;
    while (this.isReading() && this.step(!isCut));
    if (!this.isReading()) return;
    if (this.json !== undefined) this.json.end();
    if (this.json !== undefined) this.status = this.json.status;
    else if (!isCut && this.canEndHere()) this.endCall();
    else this.giveUp();
  }

  private isReading(): boolean {
    return this.status === 'reading';
  }

  /** Consumes something of the input; false when it needs more. `isLast`: the model stopped here. */
  private step(isLast: boolean): boolean {
    if (this.json !== undefined) return this.readJson(this.json);
    switch (this.state) {
      case 'name':
        return this.readName(isLast);
      case 'between':
        return this.readBetween();
      case 'key':
        return this.readKey();
      case 'after-key':
        return this.readValueStart();
      case 'value':
        return this.readValue(isLast);
    }
  }

  private readName(isLast: boolean): boolean {
    this.input = this.input.trimStart();
    const end = NAME_END.exec(this.input);
    if (end === null && !isLast) {
      if (!this.mayBeName()) this.status = 'rejected';
      return false;
    }
    const name = this.input.slice(0, end?.index);
    this.tool = name.length > MAX_NAME_LENGTH ? undefined : this.tools.find(name);
    if (this.tool === undefined) {
      this.status = 'rejected';
      return false;
    }
    const isBreak = end?.[0] === '\n' || end?.[0] === '\\n';
    this.consume(name.length + (isBreak ? end[0].length : 0));
    this.state = 'between';
    return true;
  }

  /** Whether the input could be a declared name and the start of what ends it. */
  private mayBeName(): boolean {
    const [name = ''] = this.input.split(/[\\<\s]/, 1);
    const rest = this.input.slice(name.length).trimStart();
    const isEnding = rest === '\\' || [KEY_START, CALL_END].some((tag) => tag.startsWith(rest));
    const isShort = this.input.length - rest.length <= MAX_NAME_LENGTH;
    return isEnding && isShort && this.tools.hasNameLike(name);
  }

  private readBetween(): boolean {
    this.input = this.input.trimStart();
    const { tool } = this;
    if (tool === undefined || this.input.length === 0) return false;
    if (this.input.startsWith('{') && !this.isStarted) {
      this.json = new JsonCallReader('arguments', this.tools, this.emitter, tool);
      return true;
    }
    if (this.input.startsWith(KEY_START)) {
      this.consume(KEY_START.length);
      this.state = 'key';
      return true;
    }
    const isEnd = this.input.startsWith(CALL_END);
    // A call whose end is missing ends where the next one begins.
    if (isEnd || this.input.startsWith(CALL_START)) {
      if (isEnd) this.consume(CALL_END.length);
      this.endCall();
      return false;
    }
    return this.waitFor([KEY_START, CALL_END, CALL_START]);
  }

  private readJson(json: JsonCallReader): boolean {
    if (json.status === 'reading') this.consume(json.push(this.input));
    if (json.status === 'reading') return false;
    if (json.status !== 'done') {
      this.status = json.status;
      return false;
    }
    this.input = this.input.trimStart();
    if (this.input.startsWith(CALL_END)) this.consume(CALL_END.length);
    else if (this.input.length === 0 || CALL_END.startsWith(this.input)) return false;
    this.status = 'done';
    return false;
  }

  private readKey(): boolean {
    const end = this.input.indexOf(KEY_END);
    if (end < 0) {
      if (this.input.length > MAX_KEY_LENGTH) this.giveUp();
      return false;
    }
    this.beginValue(this.consume(end).trim());
    this.consume(KEY_END.length);
    this.state = 'after-key';
    return true;
  }

  private beginValue(key: string): void {
    if (this.tool === undefined) return;
    this.start(this.tool);
    this.isRepeated = this.keys.has(key);
    this.kind = parameterKind(this.tool, key);
    this.value = '';
    // The first value of a key may be sent already, so it counts, streaming or not.
    if (this.isRepeated) return;
    this.emitter.arguments(`${this.keys.size === 0 ? '{' : ','}${JSON.stringify(key)}:`);
    if (this.kind === 'string') this.emitter.arguments('"');
    this.keys.add(key);
  }

  private readValueStart(): boolean {
    this.input = this.input.trimStart();
    if (!this.input.startsWith(VALUE_START)) return this.waitFor([VALUE_START]);
    this.consume(VALUE_START.length);
    this.state = 'value';
    return true;
  }

  private readValue(isLast: boolean): boolean {
    const end = CLOSING_TAG.exec(this.input);
    if (end?.[0] === CALL_END) return this.readCallEndInValue(end.index, isLast);
    if (end?.[0] === VALUE_END) {
      this.writeValue(this.consume(end.index));
      this.consume(VALUE_END.length);
      this.endValue();
      return true;
    }
    const held = potentialTagLength(this.input, [VALUE_END, CALL_END]);
    // Half a surrogate pair would be escaped, but only if a delta ends there.
    const half = held === 0 && LEAD_SURROGATE.test(this.input) ? 1 : 0;
    this.writeValue(this.consume(this.input.length - held - half));
    return false;
  }

  /** The end of a call inside a value is text, unless it ends the answer: then it ends both. */
  private readCallEndInValue(index: number, isLast: boolean): boolean {
    this.writeValue(this.consume(index));
    const after = this.input.slice(CALL_END.length);
    const rest = after.trimStart();
    if (rest.length === 0 && isLast) {
      this.endValue();
      return true;
    }
    if (rest.length === 0 && after.length < MAX_LOOKAHEAD) return false;
    this.writeValue(this.consume(CALL_END.length));
    return true;
  }

  private writeValue(text: string): void {
    if (this.isRepeated) return;
    if (this.kind === 'string') this.emitter.arguments(JSON.stringify(text).slice(1, -1));
    else this.value += text;
  }

  private endValue(): void {
    this.state = 'between';
    if (this.isRepeated) return;
    this.emitter.arguments(this.kind === 'string' ? '"' : toJsonArgument(this.value, this.kind));
  }

  private canEndHere(): boolean {
    const { tool } = this;
    if (tool === undefined || this.state !== 'between' || this.input.length > 0) return false;
    return requiredParameters(tool).every((name) => this.keys.has(name));
  }

  private endCall(): void {
    if (this.tool !== undefined) this.start(this.tool);
    if (this.keys.size > 0) this.emitter.arguments('}');
    this.emitter.end();
    this.status = 'done';
  }

  private start(tool: ToolDefinition): void {
    if (!this.isStarted) this.emitter.start(tool.name);
    this.isStarted = true;
  }

  /** False either way: one of the tags may still come, or none can. */
  private waitFor(tags: readonly string[]): false {
    if (tagAtStart(this.input, tags) === undefined) this.giveUp();
    return false;
  }

  private giveUp(): void {
    this.status = this.isStarted ? 'broken' : 'rejected';
  }

  private consume(length: number): string {
    const text = this.input.slice(0, length);
    this.input = this.input.slice(length);
    return text;
  }
}
