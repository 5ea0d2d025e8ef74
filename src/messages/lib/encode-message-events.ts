import type { Transform } from '../../protocol/transform';
import type { BlockDelta, MessageEvent } from '../dto/message-events.dto';

/** One SSE event whose name is the type of its data, as Anthropic's clients want it. */
export function encodeEvent(event: { readonly type: string }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** What a silent stream sends once its message has begun. */
export const PING = encodeEvent({ type: 'ping' });

/** The field of each delta that carries its text. */
const TEXT_FIELDS = {
  text_delta: 'text',
  thinking_delta: 'thinking',
  signature_delta: 'signature',
  input_json_delta: 'partial_json',
} as const;

/**
 * Encodes the events of one answer as SSE frames. What the deltas of a block have in common is
 * encoded once. Holds nothing back.
 */
export class MessageEventEncoder implements Transform<MessageEvent, string> {
  private head = '';
  private headIndex = -1;
  private headType: BlockDelta['type'] | undefined;

  push(event: MessageEvent): readonly string[] {
    if (event.type !== 'content_block_delta') return [encodeEvent(event)];
    const { index, delta } = event;
    if (index !== this.headIndex || delta.type !== this.headType) this.begin(index, delta.type);
    return [`${this.head}${JSON.stringify(textOf(delta))}}}\n\n`];
  }

  flush(): readonly string[] {
    return [];
  }

  private begin(index: number, type: BlockDelta['type']): void {
    this.headIndex = index;
    this.headType = type;
    const event = `{"type":"content_block_delta","index":${String(index)}`;
    const delta = `{"type":"${type}","${TEXT_FIELDS[type]}":`;
    this.head = `event: content_block_delta\ndata: ${event},"delta":${delta}`;
  }
}

function textOf(delta: BlockDelta): string {
  switch (delta.type) {
    case 'text_delta':
      return delta.text;
    case 'thinking_delta':
      return delta.thinking;
    case 'signature_delta':
      return delta.signature;
    case 'input_json_delta':
      return delta.partial_json;
  }
}
