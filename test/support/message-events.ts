import type {
  BlockDelta,
  MessageDeltaEventDto,
  MessageEvent,
  MessageStartEventDto,
} from '../../src/messages/dto/message-events.dto';
import type { MessageBlock } from '../../src/messages/dto/message.dto';

/** A block of a stream, put together as clients do it. */
export interface StreamedBlock {
  readonly start: MessageBlock;
  readonly type: MessageBlock['type'];
  /** Text, thinking, or the JSON text of an input. */
  readonly content: string;
  readonly signature: string;
}

/** What the events of one message amount to. */
export interface StreamedMessage {
  readonly start: MessageStartEventDto['message'];
  readonly blocks: readonly StreamedBlock[];
  readonly end: MessageDeltaEventDto | undefined;
}

/**
 * Puts the events of a stream together. Throws where they are not as Anthropic's clients need them:
 * one start first, blocks numbered from 0 that do not overlap, one end and one stop last. A stream
 * that breaks off lacks its end.
 */
export function assemble(events: readonly MessageEvent[]): StreamedMessage {
  const [first, ...rest] = events;
  if (first?.type !== 'message_start') throw new Error('The message does not start.');
  const blocks: { start: MessageBlock; content: string; signature: string }[] = [];
  let isOpen = false;
  let end: MessageDeltaEventDto | undefined;
  let isStopped = false;
  for (const event of rest) {
    if (isStopped) throw new Error(`After the stop comes ${event.type}.`);
    if (end !== undefined && event.type !== 'message_stop') throw new Error('The end is not last.');
    switch (event.type) {
      case 'message_start':
        throw new Error('The message starts twice.');
      case 'content_block_start':
        if (isOpen || event.index !== blocks.length) throw new Error('A block starts early.');
        isOpen = true;
        blocks.push({ start: event.content_block, content: '', signature: '' });
        break;
      case 'content_block_delta': {
        const block = blocks.at(-1);
        if (!isOpen || block === undefined || event.index !== blocks.length - 1) {
          throw new Error('A delta belongs to no block.');
        }
        add(block, event.delta);
        break;
      }
      case 'content_block_stop':
        if (!isOpen || event.index !== blocks.length - 1) throw new Error('No block stops.');
        isOpen = false;
        break;
      case 'message_delta':
        if (isOpen) throw new Error('A block does not stop.');
        end = event;
        break;
      case 'message_stop':
        if (end === undefined) throw new Error('The message has no end.');
        isStopped = true;
    }
  }
  if (isStopped !== (end !== undefined)) throw new Error('The message does not stop.');
  return {
    start: first.message,
    blocks: blocks.map((block) => ({ ...block, type: block.start.type })),
    end,
  };
}

const TYPES: Readonly<Record<BlockDelta['type'], MessageBlock['type']>> = {
  text_delta: 'text',
  thinking_delta: 'thinking',
  signature_delta: 'thinking',
  input_json_delta: 'tool_use',
};

function add(
  block: { readonly start: MessageBlock; content: string; signature: string },
  delta: BlockDelta,
): void {
  if (TYPES[delta.type] !== block.start.type) throw new Error(`${delta.type} in the wrong block.`);
  if (delta.type !== 'signature_delta' && block.signature.length > 0) {
    throw new Error('The signature is not last.');
  }
  switch (delta.type) {
    case 'text_delta':
      block.content += delta.text;
      return;
    case 'thinking_delta':
      block.content += delta.thinking;
      return;
    case 'input_json_delta':
      block.content += delta.partial_json;
      return;
    case 'signature_delta':
      block.signature += delta.signature;
  }
}
