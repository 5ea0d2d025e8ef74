import { TEST_KEY } from './gateway-process';

/** A chat request with sensible defaults; `null` removes a header. */
export function postChat(
  origin: string,
  body: unknown,
  options: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Response> {
  return fetch(`${origin}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TEST_KEY}`,
      'content-type': 'application/json',
      ...options.headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

/** The smallest request. */
export function ask(text: string, fields: object = {}): object {
  return { model: 'GLM-4.5', messages: [{ role: 'user', content: text }], ...fields };
}
