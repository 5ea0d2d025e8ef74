import type { GatewayError, GatewayErrorKind } from '../../protocol/gateway-error';
import type {
  AnthropicErrorDetailsDto,
  AnthropicErrorResponseDto,
  AnthropicErrorType,
} from '../dto/anthropic-error-response.dto';

/** The code of a request that belongs to a thread: Anthropic's SDK goes on without one then. */
export const THREAD_UNSUPPORTED = 'thread_unsupported_request';

interface Presentation {
  readonly status: number;
  readonly type: AnthropicErrorType;
}

const INVALID: AnthropicErrorType = 'invalid_request_error';

/** 529 is Anthropic's own: its clients know it for a server that has too much to do. */
const PRESENTATIONS: Readonly<Record<GatewayErrorKind, Presentation>> = {
  'invalid-request': { status: 400, type: INVALID },
  unauthenticated: { status: 401, type: 'authentication_error' },
  'not-found': { status: 404, type: 'not_found_error' },
  'method-not-allowed': { status: 405, type: INVALID },
  'payload-too-large': { status: 413, type: 'request_too_large' },
  'unsupported-media-type': { status: 415, type: INVALID },
  'rate-limited': { status: 429, type: 'rate_limit_error' },
  'client-gone': { status: 499, type: INVALID },
  internal: { status: 500, type: 'api_error' },
  'shutting-down': { status: 503, type: 'overloaded_error' },
  overloaded: { status: 529, type: 'overloaded_error' },
  'upstream-failed': { status: 502, type: 'api_error' },
  'upstream-overloaded': { status: 529, type: 'overloaded_error' },
  'upstream-timeout': { status: 504, type: 'timeout_error' },
};

/** The HTTP status of an error in Anthropic's dialect. */
export function toAnthropicStatus(error: GatewayError): number {
  return PRESENTATIONS[error.kind].status;
}

/** The body of an error in Anthropic's dialect, also of one inside a stream. */
export function toAnthropicError(
  error: GatewayError,
  requestId: string,
): AnthropicErrorResponseDto {
  return {
    type: 'error',
    error: {
      type: PRESENTATIONS[error.kind].type,
      message: toMessage(error),
      details: toDetails(error),
    },
    request_id: requestId,
  };
}

/** Anthropic's error has no field for the parameter: the message begins with it. */
function toMessage({ message, param }: GatewayError): string {
  if (param === undefined) return message;
  const path = toAnthropicPath(param);
  return message.startsWith(param) ? path + message.slice(param.length) : `${path}: ${message}`;
}

/** Anthropic's notation of a place in a request: `messages.0.content` for `messages[0].content`. */
function toAnthropicPath(path: string): string {
  return path.replaceAll(/\[(\d+)\]/g, '.$1');
}

function toDetails({ code, param }: GatewayError): AnthropicErrorDetailsDto | null {
  if (code === undefined) return null;
  const isThread = code === THREAD_UNSUPPORTED && param !== undefined;
  return { error_code: code, ...(isThread ? { unsupported: [param] } : {}) };
}
