import type { Request, Response } from 'express';
import { isJsonObject } from '../../protocol/json/safe-parse-json';
import { requestContext } from '../http/request-context';
import { StreamSummary } from '../http/stream-summary';

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

/** What a log line says of a result. */
export function describeResult(result: unknown): Description {
  if (!(result instanceof StreamSummary)) return { outcome: 'completed' };
  const { generation, timeToFirstOutput } = result;
  return {
    outcome: result.outcome,
    time_to_first_output_ms: timeToFirstOutput === undefined ? null : Math.round(timeToFirstOutput),
    finish_reason: generation.finishReason ?? null,
    error_code: generation.errorCode ?? null,
    usage: generation.usage ?? null,
    text_length: generation.textLength,
    reasoning_length: generation.reasoningLength,
    tool_calls: generation.toolCalls,
    excerpt: generation.excerpt,
  };
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
