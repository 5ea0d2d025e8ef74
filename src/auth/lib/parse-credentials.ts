import type { IncomingHttpHeaders } from 'node:http';

/**
 * The key that a request presents: in `Authorization: Bearer …`, as clients of OpenAI do it, or in
 * `x-api-key`, as those of Anthropic do. The first counts where both are there.
 */
export function parseApiKey(headers: IncomingHttpHeaders): string | undefined {
  const key = headers['x-api-key'];
  return parseBearerKey(headers.authorization) ?? (typeof key === 'string' ? bare(key) : undefined);
}

/** The key of an `Authorization: Bearer …` header; the scheme in any case, as RFC 9110 wants it. */
function parseBearerKey(header: string | undefined): string | undefined {
  return /^bearer +(\S+) *$/i.exec(header ?? '')?.[1];
}

function bare(key: string): string | undefined {
  return /^\S+$/.test(key) ? key : undefined;
}
