import type { ThinkingField, ThinkingMode } from '../../protocol/generation-request';
import type { StreamPart } from '../../protocol/stream-part';
import type { Transform } from '../../protocol/transform';

/**
 * The transform that puts reasoning where the mode wants it. Let R be the reasoning and A the answer:
 * `think` with `reasoning_content` leaves both on their channels and needs no transform; `think` with
 * `content` writes `<thinking>\nR\n</thinking>\n\nA` into the text; `strip` drops R; `raw` writes R as
 * it is into the text, because then the driver gives it with the upstream's own markup.
 */
export function transformThinking(
  mode: ThinkingMode,
  field: ThinkingField,
): Transform<StreamPart, StreamPart> | undefined {
  if (mode === 'strip') return new ReasoningStripper();
  if (mode === 'raw') return new ReasoningInliner('', '');
  if (field === 'reasoning_content') return undefined;
  return new ReasoningInliner('<thinking>\n', '\n</thinking>\n\n');
}

/** Drops reasoning. Holds nothing back. */
class ReasoningStripper implements Transform<StreamPart, StreamPart> {
  push(part: StreamPart): readonly StreamPart[] {
    const isReasoning =
      part.type === 'reasoning' || (part.type === 'rewrite' && part.channel === 'reasoning');
    return isReasoning ? [] : [part];
  }

  flush(): readonly StreamPart[] {
    return [];
  }
}

/** Moves reasoning into the text, between tags. Holds nothing back; closes the tag at the end. */
class ReasoningInliner implements Transform<StreamPart, StreamPart> {
  private isOpen = false;
  /** Both channels, for the case that the upstream rewrites one: then the text is made anew. */
  private reasoning = '';
  private text = '';

  constructor(
    private readonly openTag: string,
    private readonly closeTag: string,
  ) {}

  push(part: StreamPart): readonly StreamPart[] {
    switch (part.type) {
      case 'tool-input-start':
        return [...toTexts(this.close()), part];
      case 'reasoning':
        this.reasoning += part.text;
        return [toText(this.open() + part.text)];
      case 'text':
        this.text += part.text;
        return [toText(this.close() + part.text)];
      case 'rewrite':
        return this.rewrite(part.channel, part.text);
      case 'finish':
      case 'error':
        return [...toTexts(this.close()), part];
      default:
        return [part];
    }
  }

  flush(): readonly StreamPart[] {
    return toTexts(this.close());
  }

  private open(): string {
    if (this.isOpen) return '';
    this.isOpen = true;
    // Reasoning after the answer has begun (a search between them) opens a second block.
    const isLate = this.text.length > 0 && this.openTag.length > 0;
    return isLate ? `\n\n${this.openTag}` : this.openTag;
  }

  private close(): string {
    if (!this.isOpen) return '';
    this.isOpen = false;
    return this.closeTag;
  }

  private rewrite(channel: 'text' | 'reasoning', text: string): readonly StreamPart[] {
    if (channel === 'text') this.text = text;
    else this.reasoning = text;
    const { openTag, closeTag } = this;
    const hasReasoning = this.reasoning.length > 0;
    const staysOpen = this.isOpen && hasReasoning && this.text.length === 0;
    // The rewrite does not reach a client that streams, but the tag that it saw opened must close.
    const closing = this.isOpen && !staysOpen ? toTexts(this.close()) : [];
    const inlined = hasReasoning ? openTag + this.reasoning + (staysOpen ? '' : closeTag) : '';
    return [...closing, { type: 'rewrite', channel: 'text', text: inlined + this.text }];
  }
}

function toText(text: string): StreamPart {
  return { type: 'text', text };
}

function toTexts(text: string): readonly StreamPart[] {
  return text.length > 0 ? [toText(text)] : [];
}
