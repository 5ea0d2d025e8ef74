import type { Request, Response } from 'express';
import { isJsonObject } from '../../protocol/json/safe-parse-json';
import { requestContext } from '../http/request-context';
import type { StreamSummary } from '../http/stream-summary';

const MAX_EXCERPT = 80;
const MAX_NAME = 100;

type Description = Readonly<Record<string, unknown>>;

/** What a log line says of a request. */
export function describeRequest(request: Request, response: Response): Description {
  const body: unknown = request.body;
  return {
    method: request.method,
    path: request.path.slice(0, MAX_NAME),
    key_id: requestContext(response).keyId ?? null,
    ...(isJsonObject(body) ? describeBody(body, request) : {}),
  };
}

/** What a log line says of an answer. */
export function describeAnswer({ generation }: StreamSummary): Description {
  const { textLength, reasoningLength, excerpt } = generation;
  return { text_length: textLength, reasoning_length: reasoningLength, excerpt };
}

function describeBody(body: Description, request: Request): Description {
  const { model, stream } = body;
  // Each dialect has its own name for the conversation; in one it may be a single text.
  const messages = body['messages'] ?? body['input'];
  return {
    body_bytes: Number(request.headers['content-length'] ?? 0),
    model: typeof model === 'string' ? model.slice(0, MAX_NAME) : null,
    stream: stream === true,
    messages: Array.isArray(messages) ? messages.length : null,
    excerpt: excerptOf(Array.isArray(messages) ? messages.at(-1) : messages),
  };
}

function excerptOf(message: unknown): string | null {
  if (typeof message === 'string') return message.slice(0, MAX_EXCERPT);
  const content = isJsonObject(message) ? message['content'] : undefined;
  const [part] = Array.isArray(content) ? (content as readonly unknown[]) : [];
  const text = isJsonObject(part) ? part['text'] : content;
  return typeof text === 'string' ? text.slice(0, MAX_EXCERPT) : null;
}
