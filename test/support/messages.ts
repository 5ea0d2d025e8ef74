import type { MessageEvent } from '../../src/messages/dto/message-events.dto';
import type { AnthropicErrorResponseDto } from '../../src/common/dto/anthropic-error-response.dto';
import { TEST_KEY } from './gateway-process';
import { assemble, type StreamedBlock, type StreamedMessage } from './message-events';
import { decode } from './read-sse';

/** A request of the Messages API with sensible defaults, as a client of Anthropic makes it. */
export function postMessages(
  origin: string,
  body: unknown,
  options: {
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Response> {
  return fetch(`${origin}${options.path ?? '/v1/messages'}`, {
    method: 'POST',
    headers: {
      'x-api-key': TEST_KEY,
      'anthropic-version': '2023-06-01',
      'content-type': 'application/json',
      ...options.headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

/** The smallest request. */
export function askMessage(text: string, fields: object = {}): object {
  return {
    model: 'GLM-4.5',
    max_tokens: 1000,
    messages: [{ role: 'user', content: text }],
    ...fields,
  };
}

/** What came over one stream; the message is absent when it never began. */
export interface MessageStreamContent {
  readonly message: StreamedMessage | undefined;
  readonly error: AnthropicErrorResponseDto | undefined;
  readonly isStopped: boolean;
  readonly text: string;
}

/** Reads the body of a stream to its end. Throws where events are not as clients need them. */
export async function readMessageStream(response: Response): Promise<MessageStreamContent> {
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const documents = decode(new Uint8Array(await response.arrayBuffer())).map(({ event, data }) => {
    const document = JSON.parse(data) as { readonly type: string };
    expect(document.type).toBe(event);
    return document;
  });
  const errors = documents.filter(({ type }) => type === 'error');
  const events = documents.filter(({ type }) => type !== 'error' && type !== 'ping');
  if (errors.length > 0) expect(documents.at(-1)).toBe(errors[0]);
  const message = events.length > 0 ? assemble(events as MessageEvent[]) : undefined;
  return {
    message,
    error: errors[0] as AnthropicErrorResponseDto | undefined,
    isStopped: events.at(-1)?.type === 'message_stop',
    text: textOf(message?.blocks ?? []),
  };
}

/** Reads an error answer and checks what all of them have: the shape, and an id to ask about. */
export async function readMessageError(
  response: Response,
): Promise<AnthropicErrorResponseDto['error']> {
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  const id = response.headers.get('request-id');
  expect(id).toMatch(/^[\w-]{1,64}$/);
  expect(response.headers.get('x-request-id')).toBe(id);
  const body = (await response.json()) as AnthropicErrorResponseDto;
  expect(Object.keys(body)).toEqual(['type', 'error', 'request_id']);
  expect(Object.keys(body.error)).toEqual(['type', 'message', 'details']);
  expect(body).toMatchObject({ type: 'error', request_id: id });
  expect(body.error.message).toMatch(/\S/);
  return body.error;
}

function textOf(blocks: readonly StreamedBlock[]): string {
  return blocks.map(({ type, content }) => (type === 'text' ? content : '')).join('');
}
