import type { ToolCall } from '../../../protocol/generation-request';
import type { Rejection } from '../../../protocol/rejection';
import type {
  ErrorPart,
  StreamPart,
  ToolInputStartPart,
  ToolPart,
} from '../../../protocol/stream-part';
import type { ToolChoice, ToolDefinition } from '../../../protocol/tool-definition';
import type { Transform } from '../../../protocol/transform';
import { findArgumentProblem } from './validate-arguments';

/** A call that is being made. */
interface PendingCall {
  readonly id: string;
  readonly name: string;
  arguments: string;
  /** Set when the arguments must fit before any of the call is sent. */
  readonly tool: ToolDefinition | undefined;
  /** What is held back of it. */
  readonly parts: ToolPart[];
}

/**
 * Enforces what the client demands of calls.
 *
 * Input: parts with extracted calls. Output: the same, or a rejection and then nothing. When a call
 * is required, text waits for it; a call whose arguments must fit is held back until it is complete.
 * Everything else passes as it comes.
 */
export class CallCheck implements Transform<StreamPart, StreamPart | Rejection> {
  private heldText: StreamPart[] = [];
  private said = '';
  /** By position in the answer: calls of some upstreams come interleaved. */
  private readonly calls = new Map<number, PendingCall>();
  private sentCalls = 0;
  private hasSentText = false;
  private isOver = false;

  constructor(
    private readonly tools: readonly ToolDefinition[],
    private readonly choice: ToolChoice,
  ) {}

  push(part: StreamPart): readonly (StreamPart | Rejection)[] {
    if (this.isOver) return [];
    switch (part.type) {
      case 'text':
        return this.pushText(part);
      case 'tool-input-start':
      case 'tool-input-delta':
      case 'tool-input-end':
        return this.pushCall(part);
      case 'finish':
        return this.isCallRequired && this.sentCalls === 0
          ? this.reject('no function was called.')
          : [...this.release(), ...this.heldCalls.flatMap(({ parts }) => parts), part];
      case 'error':
        return this.pushError(part);
      default:
        return [part];
    }
  }

  flush(): readonly (StreamPart | Rejection)[] {
    return this.isOver ? [] : this.release();
  }

  private get isCallRequired(): boolean {
    return this.choice.type === 'required' || this.choice.type === 'function';
  }

  private pushText(
    part: Extract<StreamPart, { readonly type: 'text' | 'reasoning' }>,
  ): readonly StreamPart[] {
    this.said += part.text;
    if (this.isCallRequired && this.sentCalls === 0) {
      this.heldText.push(part);
      return [];
    }
    this.hasSentText = true;
    return [part];
  }

  private pushCall(part: ToolPart): readonly (StreamPart | Rejection)[] {
    if (part.type === 'tool-input-start') this.begin(part);
    const call = this.calls.get(part.index);
    if (call === undefined) return [];
    // A model that calls by itself may call what it is not offered.
    if (call.tool === undefined && this.isCallRequired) {
      return this.reject('a function was called that is not the one to call.');
    }
    if (part.type === 'tool-input-delta') call.arguments += part.delta;
    const isEnd = part.type === 'tool-input-end';
    if (call.tool === undefined) {
      if (isEnd) this.sentCalls += 1;
      return [...this.release(), part];
    }
    call.parts.push(part);
    return isEnd ? this.endCall(call, call.tool) : [];
  }

  private begin({ index, id, name }: ToolInputStartPart): void {
    const tool = this.tools.find((candidate) => candidate.name === name);
    const isChecked = tool !== undefined && (tool.strict || this.isCallRequired);
    this.calls.set(index, {
      id,
      name,
      arguments: '',
      tool: isChecked ? tool : undefined,
      parts: [],
    });
  }

  private endCall(call: PendingCall, tool: ToolDefinition): readonly (StreamPart | Rejection)[] {
    const problem = findArgumentProblem(tool, call.arguments);
    if (problem !== undefined) return this.reject(problem);
    const parts = call.parts.splice(0);
    this.sentCalls += 1;
    return [...this.release(), ...parts];
  }

  private pushError(part: ErrorPart): readonly (StreamPart | Rejection)[] {
    const [held] = this.heldCalls;
    return held !== undefined && part.error.code === 'invalid_tool_call'
      ? this.reject(`the call of ${held.name} is not complete.`)
      : [...this.release(), part];
  }

  private get heldCalls(): readonly PendingCall[] {
    return [...this.calls.values()].filter(({ parts }) => parts.length > 0);
  }

  private release(): readonly StreamPart[] {
    const { heldText } = this;
    this.heldText = [];
    if (heldText.length > 0) this.hasSentText = true;
    return heldText;
  }

  private reject(problem: string): readonly Rejection[] {
    this.isOver = true;
    const { said, sentCalls, hasSentText } = this;
    const calls = [...this.calls.values()].map(toCall);
    return [{ type: 'rejection', demand: 'calls', problem, said, calls, sentCalls, hasSentText }];
  }
}

function toCall({ id, name, arguments: json }: PendingCall): ToolCall {
  return { id, name, arguments: json };
}
