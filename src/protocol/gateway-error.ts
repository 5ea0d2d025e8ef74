/** What went wrong, in the gateway's own words; each dialect maps a kind to its status and type. */
export type GatewayErrorKind =
  | 'invalid-request'
  | 'unauthenticated'
  | 'not-found'
  | 'method-not-allowed'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'rate-limited'
  | 'client-gone'
  | 'internal'
  | 'shutting-down'
  | 'overloaded'
  | 'upstream-failed'
  | 'upstream-overloaded'
  | 'upstream-timeout';

export interface GatewayErrorDetails {
  /** Path of the offending request field, such as `messages[2].content`. */
  readonly param?: string | undefined;
  /** Machine-readable code, such as `model_not_found`. */
  readonly code?: string | undefined;
  /** Seconds after which a retry makes sense; may have a fraction. */
  readonly retryAfter?: number | undefined;
  /** False when the same request would fail again, whatever the status suggests. */
  readonly retryable?: boolean | undefined;
  /** Methods that the path does allow, for `method-not-allowed`. */
  readonly allow?: readonly string[] | undefined;
  /** The underlying fault: for logs only, it never reaches a client. */
  readonly cause?: unknown;
}

/**
 * The one error of the gateway. Its message is written by us and is safe to show to any client:
 * it holds no upstream text, no stack and no secret.
 */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly param: string | undefined;
  readonly code: string | undefined;
  readonly retryAfter: number | undefined;
  readonly retryable: boolean | undefined;
  readonly allow: readonly string[] | undefined;

  constructor(
    readonly kind: GatewayErrorKind,
    message: string,
    details: GatewayErrorDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.param = details.param;
    this.code = details.code;
    this.retryAfter = details.retryAfter;
    this.retryable = details.retryable;
    this.allow = details.allow;
  }
}

/** A request that the caller must change; `param` names the field. */
export function invalidRequest(message: string, param?: string, code?: string): GatewayError {
  return new GatewayError('invalid-request', message, { param, code });
}

/** The error as it is when it is ours, else an `internal` one that hides its text. */
export function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  return new GatewayError('internal', 'The gateway failed to process the request.', {
    code: 'internal_error',
    cause: error,
  });
}
