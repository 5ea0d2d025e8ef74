import { asString, isJsonObject } from '../../../../protocol/json/safe-parse-json';
import type { Source } from '../../../../protocol/stream-part';

const MAX_SOURCES = 200;
const MAX_URL_LENGTH = 2048;
const MAX_TITLE_LENGTH = 512;

/** Collects the results of Z.ai's own web search, `[{title, link, refer, …}]`, each URL once. */
export class WebSearchSources {
  private readonly byUrl = new Map<string, Source>();

  add(results: unknown): void {
    if (!Array.isArray(results)) return;
    for (const result of results as readonly unknown[]) {
      if (this.byUrl.size >= MAX_SOURCES) return;
      const source = toSource(result);
      if (source !== undefined && !this.byUrl.has(source.url)) this.byUrl.set(source.url, source);
    }
  }

  list(): readonly Source[] {
    return [...this.byUrl.values()];
  }
}

function toSource(result: unknown): Source | undefined {
  if (!isJsonObject(result)) return undefined;
  const url = asString(result['link']) ?? asString(result['url']);
  if (url === undefined || url.length > MAX_URL_LENGTH || !/^https?:\/\//i.test(url)) {
    return undefined;
  }
  const title = (asString(result['title']) ?? '').slice(0, MAX_TITLE_LENGTH);
  const reference = /^\[?(ref_\d{1,4})\]?$/.exec(asString(result['refer']) ?? '')?.[1];
  return { url, title, ...(reference === undefined ? {} : { marker: `[${reference}]` }) };
}
