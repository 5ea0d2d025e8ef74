import type {
  FinishPart,
  StreamPart,
  TokenUsage,
  ToolInputStartPart,
} from '../../protocol/stream-part';
import type { Transform } from '../../protocol/transform';
import type { BlockDelta, MessageEvent } from '../dto/message-events.dto';
import type { MessageBlock } from '../dto/message.dto';
import {
  type MessageEnvelope,
  toDeltaUsage,
  toEnd,
  toMessageFrame,
  toToolUseId,
} from './message-vocabulary';
import type { ThoughtWriter } from './thought-writer';

/** What the events of one answer need beside its parts. */
export interface MessageEventOptions {
  readonly envelope: MessageEnvelope;
  readonly thoughts: ThoughtWriter;
  /** Estimates the tokens of the input; asked for once. */
  readonly estimateInput: () => number;
}

/** The block to which the stream adds at present. */
type OpenBlock =
  | { readonly type: 'text' }
  | { readonly type: 'thinking'; text: string }
  | { readonly type: 'tool_use'; readonly call: number; hasInput: boolean };

/**
 * Maps the parts of a generation to Anthropic's events.
 *
 * Input: parts as `enforceLifecycle` gives them. Output: the start of the message with the first
 * output, then one block after the other, each started, added to and stopped, then the end. Holds
 * back what comes while a call is still being written, until that call ends: blocks do not overlap.
 * Throws the `GatewayError` of an error part.
 */
export class MessageEventTransform implements Transform<StreamPart, MessageEvent> {
  private started = false;
  private index = -1;
  private open: OpenBlock | undefined;
  private waiting: StreamPart[] = [];
  private usage: TokenUsage | undefined;
  private events: MessageEvent[] = [];

  constructor(private readonly options: MessageEventOptions) {}

  /** Whether the message has begun. */
  get isStarted(): boolean {
    return this.started;
  }

  push(part: StreamPart): readonly MessageEvent[] {
    this.events = [];
    this.read(part);
    return this.events;
  }

  flush(): readonly MessageEvent[] {
    return [];
  }

  private read(part: StreamPart): void {
    switch (part.type) {
      case 'text':
      case 'reasoning':
        if (part.text.length > 0 && !this.mustWait(part)) this.say(part.type, part.text);
        return;
      case 'tool-input-start':
        if (!this.mustWait(part)) this.startCall(part);
        return;
      case 'tool-input-delta':
        this.addInput(part.index, part.delta, part);
        return;
      case 'tool-input-end':
        this.endCall(part.index, part);
        return;
      case 'usage':
        this.usage = part.usage;
        return;
      case 'finish':
        this.finish(part);
        return;
      case 'error':
        throw part.error;
      case 'start':
      case 'rewrite':
      case 'source':
      case 'citations':
    }
  }

  /** Whether a call is being written, which must end before anything else is said. */
  private mustWait(part: StreamPart): boolean {
    if (this.open?.type !== 'tool_use') return false;
    this.waiting.push(part);
    return true;
  }

  private say(type: 'text' | 'reasoning', text: string): void {
    if (type === 'text') {
      if (this.open?.type !== 'text') {
        this.start({ type: 'text' }, { type: 'text', text: '', citations: null });
      }
      this.add({ type: 'text_delta', text });
      return;
    }
    const block = this.open?.type === 'thinking' ? this.open : this.startThinking();
    block.text += text;
    const thinking = this.options.thoughts.show(text);
    if (thinking.length > 0) this.add({ type: 'thinking_delta', thinking });
  }

  private startThinking(): OpenBlock & { readonly type: 'thinking' } {
    const block = { type: 'thinking' as const, text: '' };
    this.start(block, { type: 'thinking', thinking: '', signature: '' });
    return block;
  }

  private startCall({ index, id, name }: ToolInputStartPart): void {
    const open = { type: 'tool_use' as const, call: index, hasInput: false };
    const caller = { type: 'direct' as const };
    this.start(open, { type: 'tool_use', id: toToolUseId(id), name, input: {}, caller });
  }

  private addInput(call: number, json: string, part: StreamPart): void {
    const { open } = this;
    if (open?.type !== 'tool_use' || open.call !== call) {
      this.waiting.push(part);
      return;
    }
    if (json.length === 0) return;
    open.hasInput = true;
    this.add({ type: 'input_json_delta', partial_json: json });
  }

  private endCall(call: number, part: StreamPart): void {
    if (this.open?.type !== 'tool_use' || this.open.call !== call) {
      this.waiting.push(part);
      return;
    }
    this.close();
    this.readWaiting();
  }

  /** What still belongs to another call waits on. */
  private readWaiting(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const part of waiting) this.read(part);
  }

  private start(open: OpenBlock, block: MessageBlock): void {
    this.begin();
    this.close();
    this.index += 1;
    this.open = open;
    this.events.push({ type: 'content_block_start', index: this.index, content_block: block });
  }

  private add(delta: BlockDelta): void {
    this.events.push({ type: 'content_block_delta', index: this.index, delta });
  }

  private close(): void {
    const { open, index } = this;
    if (open === undefined) return;
    if (open.type === 'thinking') {
      this.add({ type: 'signature_delta', signature: this.options.thoughts.sign(open.text) });
    }
    // A call without arguments is one with no properties: clients parse what they gathered.
    if (open.type === 'tool_use' && !open.hasInput) {
      this.add({ type: 'input_json_delta', partial_json: '{}' });
    }
    this.open = undefined;
    this.events.push({ type: 'content_block_stop', index });
  }

  private begin(): void {
    if (this.started) return;
    this.started = true;
    const { envelope, estimateInput } = this.options;
    const inputTokens = estimateInput();
    const usage = { inputTokens, outputTokens: 1, totalTokens: inputTokens + 1, estimated: true };
    this.events.push({ type: 'message_start', message: toMessageFrame(envelope, usage) });
  }

  private finish({ reason, stopSequence }: FinishPart): void {
    this.begin();
    this.closeAll();
    if (this.usage === undefined) throw new Error('A finished generation always has a usage.');
    this.events.push(
      {
        type: 'message_delta',
        delta: { ...toEnd(reason, stopSequence), container: null },
        usage: toDeltaUsage(this.usage),
      },
      { type: 'message_stop' },
    );
  }

  /** Ends what is open, and what waits for its turn: calls that the limit of tokens cut do not end. */
  private closeAll(): void {
    do {
      this.close();
      this.readWaiting();
    } while (this.open !== undefined);
  }
}
