import type { Rejection } from '../../../protocol/rejection';
import type { StreamPart, ToolPart } from '../../../protocol/stream-part';
import type { ToolChoice, ToolDefinition } from '../../../protocol/tool-definition';
import type { Transform } from '../../../protocol/transform';
import { findArgumentProblem } from './validate-arguments';

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
  private readonly calls: { id: string; name: string; arguments: string }[] = [];
  private sentCalls = 0;
  private hasSentText = false;
  /** The call that is held back. */
  private call: { readonly tool: ToolDefinition; readonly parts: ToolPart[] } | undefined;
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
          : [...this.release(), ...(this.call?.parts ?? []), part];
      case 'error':
        return this.call !== undefined && part.error.code === 'invalid_tool_call'
          ? this.reject(`the call of ${this.call.tool.name} is not complete.`)
          : [...this.release(), part];
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
    this.remember(part);
    if (part.type === 'tool-input-start') {
      const tool = this.tools.find(({ name }) => name === part.name);
      if (tool !== undefined && (tool.strict || this.isCallRequired)) {
        this.call = { tool, parts: [part] };
        return [];
      }
      // A model that calls by itself may call what it is not offered.
      if (tool === undefined && this.isCallRequired) {
        return this.reject('a function was called that is not the one to call.');
      }
    }
    const { call } = this;
    if (call === undefined) return this.passOn(part);
    call.parts.push(part);
    return part.type === 'tool-input-end' ? this.endCall(call.tool, call.parts) : [];
  }

  private remember(part: ToolPart): void {
    const last = this.calls.at(-1);
    if (part.type === 'tool-input-start') {
      this.calls.push({ id: part.id, name: part.name, arguments: '' });
    } else if (part.type === 'tool-input-delta' && last !== undefined) last.arguments += part.delta;
  }

  private passOn(part: ToolPart): readonly StreamPart[] {
    if (part.type === 'tool-input-end') this.sentCalls += 1;
    return [...this.release(), part];
  }

  private endCall(
    tool: ToolDefinition,
    parts: readonly ToolPart[],
  ): readonly (StreamPart | Rejection)[] {
    const problem = findArgumentProblem(tool, this.calls.at(-1)?.arguments ?? '');
    if (problem !== undefined) return this.reject(problem);
    this.call = undefined;
    this.sentCalls += 1;
    return [...this.release(), ...parts];
  }

  private release(): readonly StreamPart[] {
    const { heldText } = this;
    this.heldText = [];
    if (heldText.length > 0) this.hasSentText = true;
    return heldText;
  }

  private reject(problem: string): readonly Rejection[] {
    this.isOver = true;
    const { said, calls, sentCalls, hasSentText } = this;
    return [{ type: 'rejection', demand: 'calls', problem, said, calls, sentCalls, hasSentText }];
  }
}
