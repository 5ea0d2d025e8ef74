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
  const { model, stream, messages } = body;
  return {
    body_bytes: Number(request.headers['content-length'] ?? 0),
    model: typeof model === 'string' ? model.slice(0, MAX_NAME) : null,
    stream: stream === true,
    messages: Array.isArray(messages) ? messages.length : null,
    excerpt: Array.isArray(messages) ? excerptOf(messages.at(-1)) : null,
  };
}

function excerptOf(message: unknown): string | null {
  const content = isJsonObject(message) ? message['content'] : undefined;
  return typeof content === 'string' ? content.slice(0, MAX_EXCERPT) : null;
}
