import type { ThinkingField, ThinkingMode } from '../../protocol/generation-request';
import type { StreamPart } from '../../protocol/stream-part';
import type { Transform } from '../../protocol/transform';

/**
 * Makes the transform that puts reasoning where the mode wants it. Let R be the reasoning and A the answer:
 * `think` with `reasoning_content` leaves both on their channels and needs no transform; `think` with
 * `content` writes `<thinking>\nR\n</thinking>\n\nA` into the text; `strip` drops R. In `raw` the
 * driver renders the document itself and there is no reasoning left to move.
 */
export function transformThinking(
  mode: ThinkingMode,
  field: ThinkingField,
): (() => Transform<StreamPart, StreamPart>) | undefined {
  if (mode === 'strip') return () => new ReasoningStripper();
  return mode === 'think' && field === 'content' ? () => new ReasoningInliner() : undefined;
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

const OPEN = '<thinking>\n';
const CLOSE = '\n</thinking>\n\n';

/** Moves reasoning into the text, between tags. Holds nothing back; closes the tag at the end. */
class ReasoningInliner implements Transform<StreamPart, StreamPart> {
  private isOpen = false;
  /** Both channels, for the case that the upstream rewrites one: then the text is made anew. */
  private reasoning = '';
  private text = '';

  push(part: StreamPart): readonly StreamPart[] {
    switch (part.type) {
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
        return this.isOpen ? [toText(this.close()), part] : [part];
      default:
        return [part];
    }
  }

  flush(): readonly StreamPart[] {
    return this.isOpen ? [toText(this.close())] : [];
  }

  private open(): string {
    if (this.isOpen) return '';
    this.isOpen = true;
    // Reasoning after the answer has begun (a search between them) opens a second block.
    return this.text.length > 0 ? `\n\n${OPEN}` : OPEN;
  }

  private close(): string {
    if (!this.isOpen) return '';
    this.isOpen = false;
    return CLOSE;
  }

  private rewrite(channel: 'text' | 'reasoning', text: string): readonly StreamPart[] {
    if (channel === 'text') this.text = text;
    else this.reasoning = text;
    const hasReasoning = this.reasoning.length > 0;
    const staysOpen = this.isOpen && hasReasoning && this.text.length === 0;
    // The rewrite does not reach a client that streams, but the tag that it saw opened must close.
    const closing = this.isOpen && !staysOpen ? [toText(this.close())] : [];
    const inlined = hasReasoning ? OPEN + this.reasoning + (staysOpen ? '' : CLOSE) : '';
    return [...closing, { type: 'rewrite', channel: 'text', text: inlined + this.text }];
  }
}

function toText(text: string): StreamPart {
  return { type: 'text', text };
}
