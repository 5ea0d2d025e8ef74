import { toOpenAiError } from '../../../common/filters/to-openai-error';
import type { GatewayError } from '../../../protocol/gateway-error';
import type { FinishPart, StreamPart, TokenUsage } from '../../../protocol/stream-part';
import type { Transform } from '../../../protocol/transform';
import type { ItemStatus, OutputItem } from '../../dto/output-item.dto';
import type { ResponseEnvelope, ResponseState } from '../../dto/response.dto';
import { ResponseEncoder } from '../encode-response';
import { outputItemId } from '../response-ids';
import { isCut } from '../output/to-output';
import type { Seal } from '../output/output-items';
import { IN_PROGRESS, toEndState, toFailedState } from '../to-response-state';
import { CallWriter } from './call-writer';
import { EventEncoder } from './event-encoder';
import type { ItemWriter } from './item-writer';
import { MessageWriter } from './message-writer';
import { ReasoningWriter } from './reasoning-writer';

export interface ResponseEventOptions {
  readonly seal: Seal | undefined;
  /** Unix seconds. */
  readonly clock: () => number;
  /** Told of the last state, before the frame that says it. */
  readonly onSettled: (state: ResponseState) => void;
}

/**
 * Maps the parts of a generation to the frames of OpenAI's response events.
 *
 * Input: parts as `enforceLifecycle` gives them, calls one after the other. Output: an item is closed
 * before the next one opens. Holds back usage and citations until the finish; citations of a message
 * that was closed before are left out. Throws the `GatewayError` of an error part.
 */
export class ResponseEventTransform implements Transform<StreamPart, string> {
  private readonly encoder = new EventEncoder();
  private readonly responses: ResponseEncoder;
  private readonly output: OutputItem[] = [];
  private writer: ItemWriter | undefined;
  private hasBegun = false;
  private saidLength = 0;
  private usage: TokenUsage | undefined;

  constructor(
    private readonly envelope: ResponseEnvelope,
    private readonly options: ResponseEventOptions,
  ) {
    this.responses = new ResponseEncoder(envelope);
  }

  push(part: StreamPart): readonly string[] {
    switch (part.type) {
      case 'text':
        if (part.text.length === 0) return [];
        if (this.writer instanceof MessageWriter) return [this.writer.push(part.text)];
        return this.open(new MessageWriter(this.encoder, this.place('msg'), this.saidLength), part);
      case 'reasoning':
        if (part.text.length === 0) return [];
        if (this.writer instanceof ReasoningWriter) return [this.writer.push(part.text)];
        return this.open(
          new ReasoningWriter(this.encoder, this.place('rs'), this.options.seal),
          part,
        );
      case 'tool-input-start':
        return this.open(new CallWriter(this.encoder, this.place('fc'), part));
      case 'tool-input-delta':
        return this.writer instanceof CallWriter ? [this.writer.push(part.delta)] : [];
      case 'tool-input-end':
        return this.close('completed');
      case 'citations':
        if (this.writer instanceof MessageWriter) this.writer.cite(part.citations);
        return [];
      case 'usage':
        this.usage = part.usage;
        return [];
      case 'finish':
        return this.finish(part);
      case 'error':
        throw part.error;
      case 'start':
      case 'rewrite':
      case 'source':
        return [];
    }
  }

  flush(): readonly string[] {
    return [];
  }

  /**
   * The frames that tell of a failure. OpenAI's SDKs raise an error at the `error` event, whose own
   * `error` they look for, and take `response.failed` for an event as any other; Codex reads only that.
   */
  fail(error: GatewayError): readonly string[] {
    const { error: details } = toOpenAiError(error);
    const { code, message, param } = details;
    const state = toFailedState(this.output, error);
    this.options.onSettled(state);
    return [
      ...this.begin(),
      this.encoder.event('error', { code, message, param, error: details }),
      this.encoder.response('response.failed', this.responses.encode(state)),
    ];
  }

  private begin(): readonly string[] {
    if (this.hasBegun) return [];
    this.hasBegun = true;
    const json = this.responses.encode(IN_PROGRESS);
    return [
      this.encoder.response('response.created', json),
      this.encoder.response('response.in_progress', json),
    ];
  }

  /** Closes what is open; only a call must say by itself that it is complete. */
  private open(writer: ItemWriter, part?: { readonly text: string }): readonly string[] {
    const before = [...this.begin(), ...this.close(this.statusOf('completed'))];
    this.writer = writer;
    const frames = [...before, ...writer.open()];
    return part === undefined ? frames : [...frames, writer.push(part.text)];
  }

  private close(status: ItemStatus): readonly string[] {
    const { writer } = this;
    if (writer === undefined) return [];
    this.writer = undefined;
    const frames = writer.close(status);
    if (writer instanceof MessageWriter) this.saidLength = writer.end;
    this.output.push(writer.item());
    return frames;
  }

  private statusOf(status: ItemStatus): ItemStatus {
    return this.writer instanceof CallWriter ? 'incomplete' : status;
  }

  private finish({ reason }: FinishPart): readonly string[] {
    const { usage, encoder } = this;
    if (usage === undefined) throw new Error('A finished generation always has a usage.');
    const frames = [
      ...this.begin(),
      ...this.close(this.statusOf(isCut(reason) ? 'incomplete' : 'completed')),
    ];
    const state = toEndState(this.output, { reason, usage, time: this.options.clock() });
    this.options.onSettled(state);
    const type = state.status === 'completed' ? 'response.completed' : 'response.incomplete';
    return [...frames, encoder.response(type, this.responses.encode(state))];
  }

  /** The place of the next item; the open one takes the one before it. */
  private place(kind: 'msg' | 'rs' | 'fc'): { readonly id: string; readonly index: number } {
    const index = this.output.length + (this.writer === undefined ? 0 : 1);
    return { id: outputItemId(kind, this.envelope.id, index), index };
  }
}
