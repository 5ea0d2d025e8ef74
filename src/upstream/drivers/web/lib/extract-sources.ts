import { asString, isJsonObject, safeParseJson } from '../../../../protocol/json/safe-parse-json';
import type { Source } from '../../../../protocol/stream-part';

const MAX_SOURCES = 200;
const MAX_URL_LENGTH = 2048;
const MAX_TITLE_LENGTH = 512;

/** `[ref_id=turn0search0†Title†https://…]`, as a search tool's response lists its hits (fixture 11). */
const REFERENCE = /\[ref_id=(\w{1,40})†([^†\]]*)†(https?:[^\]\s]+)\]/g;

/**
 * The sources of a server-side tool's block, `{data:{metadata:{result:"<JSON list or text>"}}}`
 * (fixture 10). `ordinal` is the block's position in the answer: citations name it as their turn.
 */
export function extractBlockSources(block: string, ordinal: number): readonly Source[] {
  const parsed = safeParseJson(block);
  const data = isJsonObject(parsed) ? parsed['data'] : undefined;
  const metadata = isJsonObject(data) ? data['metadata'] : undefined;
  const result = isJsonObject(metadata) ? metadata['result'] : undefined;
  if (typeof result !== 'string') return [];
  const items = safeParseJson(result);
  if (!Array.isArray(items)) return extractReferences(result);
  return listSources(items, (item, position) => {
    const index = typeof item['index'] === 'number' ? item['index'] : position;
    return `【turn${String(ordinal)}search${String(index)}】`;
  });
}

/** The sources that the text of a tool's response lists. */
export function extractReferences(text: string): readonly Source[] {
  return [...text.matchAll(REFERENCE)].flatMap(([, id = '', title = '', url]) =>
    toSource(url, title, `【${id}】`),
  );
}

/** The sources of a results event: `[{title|name, url|link}]`, cited as `[1]`, `[2]` (fixture 12). */
export function extractResults(results: unknown): readonly Source[] {
  if (!Array.isArray(results)) return [];
  return listSources(results, (_item, position) => `[${String(position + 1)}]`);
}

function listSources(
  items: readonly unknown[],
  markerOf: (item: Readonly<Record<string, unknown>>, position: number) => string,
): readonly Source[] {
  return items.slice(0, MAX_SOURCES).flatMap((item, position) => {
    if (!isJsonObject(item)) return [];
    const url = asString(item['url']) ?? asString(item['link']);
    const title = asString(item['title']) ?? asString(item['name']) ?? '';
    return toSource(url, title, markerOf(item, position));
  });
}

function toSource(url: string | undefined, title: string, marker: string): readonly Source[] {
  if (url === undefined || url.length > MAX_URL_LENGTH || !/^https?:\/\//i.test(url)) return [];
  return [{ url, title: title.slice(0, MAX_TITLE_LENGTH), marker }];
}
