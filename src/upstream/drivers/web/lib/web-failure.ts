import { GatewayError } from '../../../../protocol/gateway-error';
import { asString, isJsonObject, safeParseJson } from '../../../../protocol/json/safe-parse-json';

/** Where the web upstream refuses, the user is told the sanctioned way; we work around nothing. */
export const OFFICIAL_API_ADVICE =
  "Use Z.ai's official API (https://api.z.ai/api/paas/v4) with an API key instead.";

/** Seconds to wait after a refusal for load, when the upstream names no time. */
const DEFAULT_RETRY_AFTER = 5;

/** What the web upstream said when it failed. Its text serves for classification only. */
export interface WebFailure {
  /** HTTP status, or the code inside an error event. */
  readonly status: number | undefined;
  readonly text: string;
  /** Seconds, from the `retry-after` header. */
  readonly retryAfter?: number | undefined;
}

const REFUSAL =
  /captcha|signature|client version|outdated|unauthorized|forbidden|\b403:|user level/i;
const RATE_LIMIT = /concurren|too many requests|rate limit|并发|频繁/i;
const OVERLOAD = /overload|at capacity|繁忙|过载/i;
const NO_MODEL = /model not found|unknown model/i;

/** Whether the upstream refused the credential, so that a fresh one may help. */
export function isUnauthorized(error: unknown): boolean {
  const cause = error instanceof GatewayError ? error.cause : undefined;
  return isJsonObject(cause) && cause['status'] === 401;
}

/** The error object of an event or a body: string, or `detail|message|msg|content` with a code. */
export function readWebFailure(error: unknown, status?: number): WebFailure {
  if (!isJsonObject(error)) return { status, text: asString(error) ?? '' };
  const text = ['detail', 'message', 'msg', 'content', 'captcha_error_type']
    .map((key) => asString(error[key]) ?? '')
    .join(' ');
  const code = toCode(error['code'] ?? error['error_code']);
  return { status: code ?? status, text };
}

/** Reads the body of an answer that is no event stream: JSON in several shapes, or anything else. */
export function readWebFailureBody(
  body: string,
  status: number,
  retryAfter: number | undefined,
): WebFailure {
  const json = safeParseJson(body);
  // A status that tells of success says nothing of the failure in the body.
  const failed = status >= 400 ? status : undefined;
  if (!isJsonObject(json)) return { status: failed, text: body.slice(0, 4096), retryAfter };
  const { error, data } = json;
  const source = [error, data].find((value) => value !== undefined && value !== null) ?? json;
  const failure = readWebFailure(source);
  return { ...failure, status: failed ?? failure.status, retryAfter };
}

/**
 * The gateway's error for a failure of the web upstream. The message is ours: upstream text may be
 * HTML, a stack or worse, and never reaches the client.
 */
export function toWebError(failure: WebFailure): GatewayError {
  const { status, text } = failure;
  const shown = status === undefined ? '' : ` (code ${String(status)})`;
  const retryAfter = failure.retryAfter ?? DEFAULT_RETRY_AFTER;
  if (status === 429 || RATE_LIMIT.test(text)) {
    return new GatewayError('rate-limited', 'The upstream is limiting requests; retry later.', {
      code: 'rate_limit_exceeded',
      retryAfter,
      cause: failure,
    });
  }
  if (isRefusal(status, text)) {
    return new GatewayError(
      'upstream-failed',
      `The upstream web service refused the gateway${shown}. ${OFFICIAL_API_ADVICE}`,
      { code: 'upstream_refused', retryable: false, cause: failure },
    );
  }
  if (status === 503 || OVERLOAD.test(text)) {
    return new GatewayError('upstream-overloaded', 'The upstream is overloaded; retry later.', {
      code: 'upstream_overloaded',
      retryAfter,
      cause: failure,
    });
  }
  if (status === 408 || status === 504) {
    return new GatewayError('upstream-timeout', 'The upstream timed out.', {
      code: 'upstream_timeout',
      cause: failure,
    });
  }
  if (NO_MODEL.test(text)) {
    return new GatewayError('upstream-failed', 'The upstream does not know the model.', {
      code: 'upstream_model_not_found',
      retryable: false,
      cause: failure,
    });
  }
  return new GatewayError('upstream-failed', `The upstream reported an error${shown}.`, {
    code: 'upstream_error',
    cause: failure,
  });
}

function isRefusal(status: number | undefined, text: string): boolean {
  // 405 with a page is the site's firewall (http/405-waf.html).
  return [401, 403, 405, 426].includes(status ?? 0) || REFUSAL.test(text);
}

function toCode(code: unknown): number | undefined {
  const number = typeof code === 'string' ? Number(code) : code;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}
