import type {
  ContentPart,
  ImageContent,
  Message,
  TextContent,
  ToolResultMessage,
} from '../../protocol/generation-request';
import { type Block, type Reading, requireString, toBlocks } from './content-block';
import { parseContentBlock, parseParts } from './parse-content-block';

const FAILED: TextContent = { type: 'text', text: 'The tool call failed:' };
const SHOWN_LATER: TextContent = {
  type: 'text',
  text: '(The image of this result is in the next message of the user.)',
};

/**
 * Maps a message of the user: first the results of calls, each a message of its own, then what else
 * it says. Images of results go with the latter, because upstreams take text as a result only.
 */
export function parseUserMessage(
  content: unknown,
  path: string,
  { reading, callNames }: { reading: Reading; callNames: ReadonlyMap<string, string> },
): readonly Message[] {
  const results: ToolResultMessage[] = [];
  const images: (readonly ImageContent[])[] = [];
  const spoken: (readonly ContentPart[])[] = [];
  for (const block of toBlocks(content, path)) {
    if (block.type !== 'tool_result') {
      spoken.push(parseContentBlock(block, reading));
      continue;
    }
    const parts = parseParts(block.fields['content'], `${block.path}.content`, reading);
    const shown = parts.filter((part) => part.type === 'image');
    images.push(shown);
    results.push(toResult(block, withoutImages(parts, shown.length), callNames));
  }
  const rest = [...images.flat(), ...spoken.flat()];
  return results.length > 0 && rest.length === 0
    ? results
    : [...results, { role: 'user', content: rest }];
}

function withoutImages(parts: readonly ContentPart[], images: number): readonly ContentPart[] {
  if (images === 0) return parts;
  return [...parts.filter((part) => part.type === 'text'), SHOWN_LATER];
}

function toResult(
  block: Block,
  parts: readonly ContentPart[],
  callNames: ReadonlyMap<string, string>,
): ToolResultMessage {
  const toolCallId = requireString(block, 'tool_use_id');
  return {
    role: 'tool',
    content: block.fields['is_error'] === true ? [FAILED, ...parts] : parts,
    toolCallId,
    name: callNames.get(toolCallId),
  };
}
