import type { GatewayError } from './gateway-error';
import type { ToolCall } from './generation-request';
import type { Citation, FinishReason, StreamPart, TokenUsage } from './stream-part';

/** What the parts of one stream amount to: the non-streaming answer. */
export interface Generation {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  readonly citations: readonly Citation[];
  readonly usage: TokenUsage | undefined;
  readonly finishReason: FinishReason;
  readonly stopSequence: string | undefined;
}

/** Folds parts into a generation; the answer of a request that does not stream is this fold. */
export class GenerationFold {
  private text = '';
  private reasoning = '';
  private readonly toolCalls: { id: string; name: string; arguments: string }[] = [];
  private citations: readonly Citation[] = [];
  private usage: TokenUsage | undefined;
  private finishReason: FinishReason = 'stop';
  private stopSequence: string | undefined;

  /** Adds one part. Throws the `GatewayError` of an error part. */
  add(part: StreamPart): void {
    switch (part.type) {
      case 'text':
        this.text += part.text;
        return;
      case 'reasoning':
        this.reasoning += part.text;
        return;
      case 'rewrite':
        if (part.channel === 'text') this.text = part.text;
        else this.reasoning = part.text;
        return;
      case 'tool-input-start':
        this.toolCalls[part.index] = { id: part.id, name: part.name, arguments: '' };
        return;
      case 'tool-input-delta': {
        const call = this.toolCalls[part.index];
        if (call !== undefined) call.arguments += part.delta;
        return;
      }
      case 'citations':
        this.citations = part.citations;
        return;
      case 'usage':
        this.usage = part.usage;
        return;
      case 'finish':
        this.finishReason = part.reason;
        this.stopSequence = part.stopSequence;
        return;
      case 'error':
        throw part.error satisfies GatewayError;
      case 'start':
      case 'tool-input-end':
      case 'source':
    }
  }

  result(): Generation {
    const { text, reasoning, toolCalls, citations, usage, finishReason, stopSequence } = this;
    return { text, reasoning, toolCalls, citations, usage, finishReason, stopSequence };
  }
}
