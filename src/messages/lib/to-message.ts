import type { Generation } from '../../protocol/fold-generation';
import type { ToolCall } from '../../protocol/generation-request';
import { isJsonObject, safeParseJson } from '../../protocol/json/safe-parse-json';
import type { MessageBlock, MessageDto } from '../dto/message.dto';
import { type MessageEnvelope, toEnd, toMessageFrame, toToolUseId } from './message-vocabulary';
import type { ThoughtWriter } from './thought-writer';

/** Anthropic's message for a whole generation. */
export function toMessage(
  generation: Generation,
  envelope: MessageEnvelope,
  thoughts: ThoughtWriter,
): MessageDto {
  const { usage, finishReason, stopSequence } = generation;
  if (usage === undefined) throw new Error('A finished generation always has a usage.');
  return {
    ...toMessageFrame(envelope, usage),
    content: toBlocks(generation, thoughts),
    ...toEnd(finishReason, stopSequence),
  };
}

function toBlocks(
  { reasoning, text, toolCalls }: Generation,
  thoughts: ThoughtWriter,
): MessageBlock[] {
  const blocks: MessageBlock[] = [];
  if (reasoning.length > 0) {
    const thinking = thoughts.show(reasoning);
    blocks.push({ type: 'thinking', thinking, signature: thoughts.sign(reasoning) });
  }
  if (text.length > 0) blocks.push({ type: 'text', text, citations: null });
  return [...blocks, ...toolCalls.flatMap(toToolUse)];
}

/** A call that the limit of tokens cut has no input that anybody could use: it is left out. */
function toToolUse({ id, name, arguments: json }: ToolCall): MessageBlock[] {
  const input = json.length === 0 ? {} : safeParseJson(json);
  if (!isJsonObject(input)) return [];
  return [{ type: 'tool_use', id: toToolUseId(id), name, input, caller: { type: 'direct' } }];
}
