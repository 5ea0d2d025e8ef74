/** One encoded SSE event that carries `json` on a single line. `json` must hold no line break. */
export function encodeSseData(json: string): string {
  return `data: ${json}\n\n`;
}

/** The sentinel that ends a successful OpenAI stream. */
export const SSE_DONE = 'data: [DONE]\n\n';

/** A comment that proxies and clients ignore: it keeps an idle connection open (WHATWG 9.2.7). */
export const SSE_KEEP_ALIVE = ': keep-alive\n\n';
