import type { FinishReason, StreamPart, TokenUsage } from './stream-part';

/** What a generation came to, for logs: counts and ends, and a short excerpt of the text. */
export interface GenerationSummary {
  readonly textLength: number;
  readonly reasoningLength: number;
  readonly toolCalls: number;
  readonly excerpt: string;
  readonly finishReason: FinishReason | undefined;
  readonly usage: TokenUsage | undefined;
  readonly errorCode: string | undefined;
}

const MAX_EXCERPT = 80;

/** Keeps count of the parts that pass by. */
export class GenerationTally {
  private textLength = 0;
  private reasoningLength = 0;
  private toolCalls = 0;
  private excerpt = '';
  private finishReason: FinishReason | undefined;
  private usage: TokenUsage | undefined;
  private errorCode: string | undefined;

  add(part: StreamPart): void {
    switch (part.type) {
      case 'text':
        this.textLength += part.text.length;
        if (this.excerpt.length < MAX_EXCERPT) {
          this.excerpt += part.text.slice(0, MAX_EXCERPT - this.excerpt.length);
        }
        return;
      case 'reasoning':
        this.reasoningLength += part.text.length;
        return;
      case 'usage':
        this.usage = part.usage;
        return;
      case 'finish':
        this.finishReason = part.reason;
        return;
      case 'error':
        this.errorCode = part.error.code ?? part.error.kind;
        return;
      case 'tool-input-start':
        this.toolCalls += 1;
        return;
      case 'start':
      case 'tool-input-delta':
      case 'tool-input-end':
      case 'rewrite':
      case 'source':
      case 'citations':
    }
  }

  summary(): GenerationSummary {
    const { textLength, reasoningLength, toolCalls, excerpt, finishReason, usage, errorCode } =
      this;
    return { textLength, reasoningLength, toolCalls, excerpt, finishReason, usage, errorCode };
  }
}
