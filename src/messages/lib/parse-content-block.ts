import { invalidRequest } from '../../protocol/gateway-error';
import type { ContentPart, TextContent } from '../../protocol/generation-request';
import { asString, isJsonObject } from '../../protocol/json/safe-parse-json';
import {
  type Block,
  type Reading,
  requireString,
  toBlocks,
  unsupportedBlock,
} from './content-block';

/** What Anthropic's servers add for themselves: it means nothing to another model. */
const OF_SERVERS = /^(server_tool_use|mcp_tool_use|mcp_tool_listing|fallback|.+_tool_result)$/;
/** Hints beside the text of a result. */
const HINTS: ReadonlySet<string> = new Set(['tool_reference', 'browser_state']);

/**
 * Maps a block that says something by itself to parts of a message; empty text gives none, because
 * upstreams refuse it. Throws a `GatewayError` for a block that cannot be left out.
 */
export function parseContentBlock(block: Block, reading: Reading): readonly ContentPart[] {
  switch (block.type) {
    case 'text':
      return toText(requireString(block, 'text'));
    case 'image':
      return [toImage(block)];
    case 'document':
      return parseDocument(block);
    case 'search_result':
      return parseSearchResult(block);
    case 'compaction':
      return toText(asString(block.fields['content']) ?? '');
    default:
      if (!OF_SERVERS.test(block.type) && !HINTS.has(block.type)) throw unsupportedBlock(block);
      reading.ignored.push(block.path);
      return [];
  }
}

/** The parts of a `content` whose blocks all say something by themselves. */
export function parseParts(
  content: unknown,
  path: string,
  reading: Reading,
): readonly ContentPart[] {
  return toBlocks(content, path).flatMap((block) => parseContentBlock(block, reading));
}

/** The parts of a document: it holds no other document, so that nothing can nest without end. */
function parsePlainParts(content: unknown, path: string): readonly ContentPart[] {
  return toBlocks(content, path).flatMap((block): readonly ContentPart[] => {
    if (block.type === 'text') return toText(requireString(block, 'text'));
    if (block.type === 'image') return [toImage(block)];
    throw unsupportedBlock(block);
  });
}

function toImage({ fields, path }: Block): ContentPart {
  const source = isJsonObject(fields['source']) ? fields['source'] : {};
  const { type, media_type: mediaType, data, url } = source;
  if (type === 'base64') {
    if (typeof mediaType === 'string' && /^image\/[\w.+-]+$/.test(mediaType) && isFilled(data)) {
      return { type: 'image', url: `data:${mediaType};base64,${data}`, path };
    }
    throw invalidRequest('An image must have a media_type and data.', `${path}.source`);
  }
  if (type === 'url' && typeof url === 'string' && /^https?:\/\//i.test(url)) {
    return { type: 'image', url, path };
  }
  throw invalidRequest(
    'An image must be embedded as base64 or have an http(s) address.',
    `${path}.source`,
  );
}

function parseDocument({ fields, path }: Block): readonly ContentPart[] {
  const source = isJsonObject(fields['source']) ? fields['source'] : {};
  const head = headOf({ title: fields['title'], context: fields['context'] });
  switch (source['type']) {
    case 'text':
      if (isFilled(source['data'])) return toText(head + source['data']);
      throw invalidRequest('data must be a text.', `${path}.source.data`);
    case 'content': {
      const parts = parsePlainParts(source['content'], `${path}.source.content`);
      return [...toText(head), ...parts];
    }
    default:
      throw invalidRequest(
        'Documents are taken as text only: extract the text of a file before.',
        `${path}.source`,
        'unsupported_content',
      );
  }
}

function parseSearchResult({ fields, path }: Block): readonly ContentPart[] {
  const head = headOf({ title: fields['title'], source: fields['source'] });
  return [...toText(head), ...parsePlainParts(fields['content'], `${path}.content`)];
}

/** Lines that say what a text is: models know this form from mails. */
function headOf(lines: Readonly<Record<string, unknown>>): string {
  const head = Object.entries(lines)
    .flatMap(([name, value]) => (isFilled(value) ? [`${name}: ${value}\n`] : []))
    .join('');
  return head.length > 0 ? `${head}\n` : '';
}

function toText(text: string): readonly TextContent[] {
  return text.length > 0 ? [{ type: 'text', text }] : [];
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}
