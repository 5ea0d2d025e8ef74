import type { GatewayError, GatewayErrorKind } from '../../protocol/gateway-error';
import type { ErrorResponseDto } from '../dto/error-response.dto';

interface Presentation {
  readonly status: number;
  readonly type: string;
}

const PRESENTATIONS: Readonly<Record<GatewayErrorKind, Presentation>> = {
  'invalid-request': { status: 400, type: 'invalid_request_error' },
  unauthenticated: { status: 401, type: 'invalid_request_error' },
  'not-found': { status: 404, type: 'invalid_request_error' },
  'method-not-allowed': { status: 405, type: 'invalid_request_error' },
  'payload-too-large': { status: 413, type: 'invalid_request_error' },
  'unsupported-media-type': { status: 415, type: 'invalid_request_error' },
  'rate-limited': { status: 429, type: 'rate_limit_error' },
  'client-gone': { status: 499, type: 'invalid_request_error' },
  internal: { status: 500, type: 'server_error' },
  'shutting-down': { status: 503, type: 'server_error' },
  overloaded: { status: 503, type: 'server_error' },
  'upstream-failed': { status: 502, type: 'upstream_error' },
  'upstream-overloaded': { status: 503, type: 'upstream_error' },
  'upstream-timeout': { status: 504, type: 'upstream_error' },
};

/** The HTTP status of an error in OpenAI's dialect. */
export function toOpenAiStatus(error: GatewayError): number {
  return PRESENTATIONS[error.kind].status;
}

/** The body of an error in OpenAI's dialect. */
export function toOpenAiError(error: GatewayError): ErrorResponseDto {
  return {
    error: {
      message: error.message,
      type: PRESENTATIONS[error.kind].type,
      param: error.param ?? null,
      code: error.code ?? null,
    },
  };
}
