import { GatewayError } from '../../protocol/gateway-error';

/** An answer that is not the event stream which was asked for. */
export class UnexpectedResponse extends Error {
  override readonly name = 'UnexpectedResponse';

  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string | string[] | undefined>>,
    /** The beginning of the body: for classification, never for a client. */
    readonly body: string,
  ) {
    super(`The upstream answered ${String(status)} and no event stream.`);
  }

  /** Seconds, when the `retry-after` header gives a usable number. */
  get retryAfter(): number | undefined {
    const value = this.headers['retry-after'];
    const seconds = Number(Array.isArray(value) ? value[0] : value);
    return Number.isFinite(seconds) && seconds > 0 && value !== undefined
      ? Math.min(Math.ceil(seconds), MAX_RETRY_AFTER)
      : undefined;
  }
}

/** Seconds: an upstream must not send clients away for longer. */
const MAX_RETRY_AFTER = 600;

/** The gateway's error for a connection that failed. */
export function toTransportError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const code = (error as { readonly code?: unknown } | null)?.code;
  if (code === 'UND_ERR_CONNECT_TIMEOUT') {
    return new GatewayError(
      'upstream-timeout',
      'The upstream did not accept the connection in time.',
      {
        code: 'upstream_timeout',
        cause: error,
      },
    );
  }
  if (isMalformed(error, code)) {
    return new GatewayError(
      'upstream-failed',
      'The upstream sent an answer that is not valid HTTP.',
      {
        code: 'upstream_invalid_response',
        cause: error,
      },
    );
  }
  const isReset = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(String(code));
  return new GatewayError(
    'upstream-failed',
    isReset ? 'The upstream closed the connection.' : 'The upstream could not be reached.',
    { code: isReset ? 'upstream_incomplete' : 'upstream_unreachable', cause: error },
  );
}

/** The gateway's error for an upstream that says nothing for `milliseconds`. */
export function silenceError(milliseconds: number): GatewayError {
  return new GatewayError(
    'upstream-timeout',
    `The upstream sent nothing for ${String(milliseconds)} ms.`,
    { code: 'upstream_timeout' },
  );
}

/** What undici's parser refuses; its errors do not always have a code. */
function isMalformed(error: unknown, code: unknown): boolean {
  const isOfParser = error instanceof Error && error.name === 'HTTPParserError';
  return isOfParser || /^HPE_|^UND_ERR_(HEADERS_OVERFLOW|RES_)/.test(String(code));
}
