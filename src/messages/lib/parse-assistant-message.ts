import { invalidRequest } from '../../protocol/gateway-error';
import type { AssistantMessage, ContentPart, ToolCall } from '../../protocol/generation-request';
import { isJsonObject } from '../../protocol/json/safe-parse-json';
import { isDeeperThan } from '../../protocol/json/json-depth';
import { type Block, type Reading, requireString, toBlocks } from './content-block';
import { parseContentBlock } from './parse-content-block';

const MAX_INPUT_DEPTH = 256;

/** Blocks that an assistant message cannot do without, beside its reasoning and calls. */
const SPOKEN: ReadonlySet<string> = new Set(['text', 'image', 'document', 'compaction']);

/**
 * Maps an earlier answer. Reasoning counts only with a mark of this gateway: clients switch between
 * providers within a conversation, so reasoning of others is no error, but it is dropped.
 */
export function parseAssistantMessage(
  content: unknown,
  path: string,
  reading: Reading,
): AssistantMessage {
  const parts: (readonly ContentPart[])[] = [];
  const toolCalls: ToolCall[] = [];
  let reasoning: string | undefined;
  for (const block of toBlocks(content, path)) {
    if (block.type === 'tool_use') toolCalls.push(toToolCall(block));
    else if (block.type === 'thinking' || block.type === 'redacted_thinking') {
      const thought = readThought(block, reading);
      if (thought === undefined) reading.ignored.push(block.path);
      // Servers that demand reasoning beside calls want the field, whatever it says.
      reasoning = (reasoning ?? '') + (thought ?? '');
    } else if (SPOKEN.has(block.type)) parts.push(parseContentBlock(block, reading));
    else reading.ignored.push(block.path);
  }
  return { role: 'assistant', content: parts.flat(), reasoning, toolCalls };
}

/** What this gateway's model thought; `undefined` when it cannot be known that it did. */
function readThought(block: Block, { marks }: Reading): string | undefined {
  if (block.type === 'redacted_thinking') return marks.unseal(requireString(block, 'data'));
  const text = requireString(block, 'thinking');
  const { signature } = block.fields;
  if (typeof signature !== 'string') return undefined;
  // Thinking that was not to be displayed is in its signature.
  if (text.length === 0) return marks.unseal(signature);
  return marks.isSigned(text, signature) ? text : undefined;
}

function toToolCall(block: Block): ToolCall {
  const { input } = block.fields;
  const { path } = block;
  if (!isJsonObject(input)) throw invalidRequest('input must be an object.', `${path}.input`);
  if (isDeeperThan(input, MAX_INPUT_DEPTH)) {
    throw invalidRequest('The input is nested too deeply.', `${path}.input`);
  }
  return {
    id: requireString(block, 'id'),
    name: requireString(block, 'name'),
    arguments: JSON.stringify(input),
  };
}
