import type { ToolDefinition } from '../../../protocol/tool-definition';
import type { CallReader } from './call-reader';
import { type JsonListener, JsonScanner } from './json-scanner';
import type { ToolCallEmitter } from './tool-call-emitter';
import type { ToolDirectory } from '../tool-directory';

/** `list`: `{"tool_calls":[…]}`; `call`: one call object; `arguments`: the arguments of a call. */
export type JsonCallShape = 'list' | 'call' | 'arguments';

const ARGUMENT_FIELDS: ReadonlySet<string> = new Set(['arguments', 'parameters']);

/** Depth of the fields of a call object in each shape. */
const FIELD_DEPTH: Readonly<Record<JsonCallShape, number>> = { list: 3, call: 1, arguments: 0 };

/** One call while it is read. */
interface PendingCall {
  id: string;
  tool: ToolDefinition | undefined;
  /** Arguments that came before the name. */
  early: string;
  /** The call as JSON, until it is known to be one: then it may have to be given back as text. */
  source: string;
  isStarted: boolean;
  hasAllArguments: boolean;
}

/**
 * Reads calls written as JSON. Arguments are passed on as they arrive, as an object or as the JSON
 * text inside a string; the name must be declared before anything is passed on.
 */
export class JsonCallReader implements CallReader, JsonListener {
  status: CallReader['status'] = 'reading';
  private readonly scanner = new JsonScanner(this);
  private readonly keys: string[] = [];
  private call: PendingCall | undefined;
  /** What the value that is read belongs to. */
  private field: 'id' | 'name' | 'text-arguments' | 'json-arguments' | undefined;
  private argumentDepth = 0;
  private fieldText = '';
  private hasSent = false;

  constructor(
    private readonly shape: JsonCallShape,
    private readonly tools: ToolDirectory,
    private readonly emitter: ToolCallEmitter,
    tool?: ToolDefinition,
  ) {
    if (shape === 'arguments') this.call = newCall(tool);
  }

  push(text: string): number {
    const end = this.scanner.push(text);
    if (this.status === 'reading') {
      if (this.scanner.isInvalid) this.settle();
      else if (this.scanner.isDone) this.status = this.hasSent ? 'done' : 'rejected';
    }
    return end;
  }

  end(): void {
    if (this.status === 'reading') this.settle();
  }

  open(bracket: '{' | '['): void {
    if (this.field !== undefined) return;
    const { depth } = this.scanner;
    if (bracket === '{' && this.isCallDepth(depth)) this.call = newCall(undefined);
    else if (this.isArgumentField()) {
      this.field = 'json-arguments';
      this.argumentDepth = depth;
    }
  }

  close(): void {
    const { depth } = this.scanner;
    if (this.field === 'json-arguments') {
      if (depth === this.argumentDepth) this.endArguments();
      return;
    }
    if (this.call !== undefined && this.isCallDepth(depth)) this.endCall();
  }

  key(name: string): void {
    this.keys[this.scanner.depth] = name;
  }

  stringStart(): void {
    if (this.field !== undefined) return;
    this.fieldText = '';
    if (this.isArgumentField()) this.field = 'text-arguments';
    else if (this.isField('name')) this.field = 'name';
    else if (this.isField('id')) this.field = 'id';
  }

  stringText(text: string): void {
    if (this.field === 'text-arguments') this.writeArguments(text);
    else if (this.field === 'name' || this.field === 'id') this.fieldText += text;
  }

  stringEnd(): void {
    if (this.field === 'text-arguments') this.endArguments();
    else if (this.field === 'name') this.setName(this.fieldText);
    else if (this.field === 'id' && this.call !== undefined) this.call.id = this.fieldText;
    if (this.field !== 'json-arguments') this.field = undefined;
  }

  literal(): void {
    // Arguments that are null or a number mean none; every other literal is of no interest.
  }

  clean(text: string): void {
    if (this.call !== undefined && this.call.tool === undefined) this.call.source += text;
    if (this.field === 'json-arguments') this.writeArguments(text);
  }

  private setName(name: string): void {
    if (this.call === undefined) return;
    this.call.tool = this.tools.find(name);
    if (this.call.tool === undefined) {
      if (!this.hasSent) this.status = 'rejected';
      return;
    }
    const { early } = this.call;
    if (early.length > 0) this.writeArguments(early);
  }

  private writeArguments(text: string): void {
    if (this.call === undefined || this.status !== 'reading') return;
    if (this.call.tool === undefined) {
      this.call.early += text;
      return;
    }
    this.start(this.call, this.call.tool);
    this.emitter.arguments(text);
  }

  private start(call: PendingCall, tool: ToolDefinition): void {
    if (call.isStarted) return;
    call.isStarted = true;
    this.hasSent = true;
    this.emitter.start(tool.name, call.id);
  }

  private endArguments(): void {
    this.field = undefined;
    if (this.call === undefined) return;
    this.call.hasAllArguments = true;
    if (this.shape === 'arguments') this.endCall();
  }

  private endCall(): void {
    const { call } = this;
    this.call = undefined;
    if (call === undefined || this.status !== 'reading') return;
    if (call.tool === undefined) {
      // Between calls that were sent, one that is none stays what it is: text.
      if (this.hasSent) this.emitter.text(call.source);
      return;
    }
    this.start(call, call.tool);
    this.emitter.end();
  }

  /** The JSON broke off or ended too early: a call whose arguments are complete is complete. */
  private settle(): void {
    if (this.call?.hasAllArguments === true && this.call.isStarted) this.endCall();
    if (this.call !== undefined && this.hasSent) this.status = 'broken';
    else this.status = this.hasSent ? 'done' : 'rejected';
  }

  /** Whether an object at this depth is a call. */
  private isCallDepth(depth: number): boolean {
    if (depth !== FIELD_DEPTH[this.shape] - 1) return false;
    return this.shape !== 'list' || this.keys[1] === 'tool_calls';
  }

  private isArgumentField(): boolean {
    if (this.shape === 'arguments') return this.scanner.depth === 0;
    return ARGUMENT_FIELDS.has(this.keys[this.scanner.depth] ?? '') && this.isInCall();
  }

  private isField(name: string): boolean {
    return this.keys[this.scanner.depth] === name && this.isInCall();
  }

  /** Whether the current object is a call, or the `function` object within one. */
  private isInCall(): boolean {
    const fieldDepth = FIELD_DEPTH[this.shape];
    const { depth } = this.scanner;
    if (this.call === undefined) return false;
    return (
      depth === fieldDepth || (depth === fieldDepth + 1 && this.keys[fieldDepth] === 'function')
    );
  }
}

function newCall(tool: ToolDefinition | undefined): PendingCall {
  return { id: '', tool, early: '', source: '', isStarted: false, hasAllArguments: false };
}
