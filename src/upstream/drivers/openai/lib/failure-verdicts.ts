import type { GatewayErrorKind } from '../../../../protocol/gateway-error';
import type { KeyConsequence } from './key-consequence';
import { secondsUntilReset } from './quota-reset';
import type { UpstreamFailure } from './upstream-failure';

/** What one sort of failure means. */
export interface Verdict {
  readonly kind: GatewayErrorKind;
  readonly code: string;
  /** `%` stands for the upstream's status and code. */
  readonly message: string;
  readonly param?: string;
  readonly retryable?: false;
  /** Seconds to wait when the upstream names no time. */
  readonly retryAfter?: number;
  readonly consequence: (failure: UpstreamFailure, now: number) => KeyConsequence;
}

const SHORT_REST = 5;
const MINUTE = 60;
const HOUR = 60 * MINUTE;

const none = (): KeyConsequence => ({ kind: 'none' });
const out = (): KeyConsequence => ({ kind: 'out' });
const slowDown = (): KeyConsequence => ({ kind: 'slow-down' });

const coolDown = ({ retryAfter }: UpstreamFailure): KeyConsequence => ({
  kind: 'cool-down',
  seconds: retryAfter ?? SHORT_REST,
});

const bench =
  (seconds: number) =>
  ({ text, retryAfter }: UpstreamFailure, now: number): KeyConsequence => ({
    kind: 'bench',
    seconds: secondsUntilReset(text, now) ?? Math.max(retryAfter ?? 0, seconds),
  });

/** The client's own fault: the same request would fail again. */
function clientFault(code: string, message: string, param?: string): Verdict {
  const where = param === undefined ? {} : { param };
  return { kind: 'invalid-request', code, message, ...where, retryable: false, consequence: none };
}

function authFault(message: string): Verdict {
  return {
    kind: 'upstream-failed',
    code: 'upstream_auth_error',
    message,
    retryable: false,
    consequence: out,
  };
}

function quota(message: string, seconds: number): Verdict {
  return {
    kind: 'rate-limited',
    code: 'insufficient_quota',
    message,
    retryable: false,
    consequence: bench(seconds),
  };
}

function limited(message: string, consequence: Verdict['consequence']): Verdict {
  return {
    kind: 'rate-limited',
    code: 'rate_limit_exceeded',
    message,
    retryAfter: SHORT_REST,
    consequence,
  };
}

function overloaded(consequence: Verdict['consequence']): Verdict {
  return {
    kind: 'upstream-overloaded',
    code: 'upstream_overloaded',
    message: 'The upstream is overloaded%; retry later.',
    retryAfter: SHORT_REST,
    consequence,
  };
}

const KEY_REFUSED = authFault(
  "The upstream did not accept the gateway's API key%. The operator must check the key and the base URL that it belongs to.",
);
const ACCOUNT_LOCKED = authFault(
  "The account of the gateway's API key is inactive, missing or locked%. The operator must check it with the upstream's provider.",
);
const PLAN_EXPIRED = authFault(
  "The coding plan of the gateway's API key has expired%. The operator must renew it.",
);
const ARREARS = quota(
  "The account of the gateway's API key has no balance left%. The operator must top it up.",
  15 * MINUTE,
);
const QUOTA_WINDOW =
  "The quota of the gateway's API key is used up%. Wait until it is renewed, or ask the operator for more quota.";
const CONCURRENCY = limited('The upstream limits concurrent requests%; retry later.', slowDown);
const LIMITED = limited('The upstream is limiting requests%; retry later.', coolDown);
const BAD_REQUEST = clientFault(
  'invalid_request_error',
  'The upstream rejected the request%. Check its parameters and messages against what the model supports.',
);
const TOO_LONG = clientFault(
  'context_length_exceeded',
  "The request is longer than the model's context%. Shorten the messages or lower the output limit.",
  'messages',
);
const POLICY = clientFault(
  'content_policy_violation',
  'The upstream refused the request because of its content%. Change the messages.',
  'messages',
);
const NO_MODEL: Verdict = {
  kind: 'not-found',
  code: 'model_not_found',
  message: 'The upstream does not know the model%. Choose another one, or ask the operator.',
  param: 'model',
  retryable: false,
  consequence: none,
};
const REFUSED: Verdict = {
  kind: 'upstream-failed',
  code: 'upstream_refused',
  message:
    "The upstream does not serve this request%. The operator must check the upstream's URL and what its API key may use.",
  retryable: false,
  consequence: none,
};
const TIMED_OUT: Verdict = {
  kind: 'upstream-timeout',
  code: 'upstream_timeout',
  message: 'The upstream timed out%.',
  consequence: none,
};
const FAILED: Verdict = {
  kind: 'upstream-failed',
  code: 'upstream_error',
  message: 'The upstream reported an error%.',
  consequence: none,
};
const INVALID_RESPONSE: Verdict = {
  kind: 'upstream-failed',
  code: 'upstream_invalid_response',
  message:
    'The upstream answered with something that is no event stream. The operator must check its URL.',
  consequence: none,
};

/** By the upstream's own code: digits are Z.ai's error codes, words are OpenAI's and its kin's. */
const BY_CODE: ReadonlyMap<string, Verdict> = new Map(
  (
    [
      [KEY_REFUSED, '1000 1001 1002 1003 1004 1100 invalid_api_key authentication_error'],
      [ACCOUNT_LOCKED, '1110 1111 1112 1121 account_deactivated'],
      [ARREARS, '1113 insufficient_quota'],
      // A request id that was used before: the next attempt has another one.
      [FAILED, '1120 1200 1230 1231 1234 server_error internal_error'],
      [BAD_REQUEST, '1210 1213 1214 1215'],
      [NO_MODEL, '1211 model_not_found'],
      [REFUSED, '1212 1220 1221 1222'],
      [TOO_LONG, '1261 context_length_exceeded'],
      [POLICY, '1300 1301 content_policy_violation content_filter'],
      [CONCURRENCY, '1302'],
      [LIMITED, '1303 rate_limit_exceeded rate_limit_error'],
      [quota(QUOTA_WINDOW, HOUR), '1304'],
      [quota(QUOTA_WINDOW, 30 * MINUTE), '1308'],
      [quota(QUOTA_WINDOW, 6 * HOUR), '1310'],
      [overloaded(coolDown), '1305 1312'],
      [PLAN_EXPIRED, '1309'],
      [overloaded(none), 'overloaded_error'],
    ] as const
  ).flatMap(([verdict, codes]) => codes.split(' ').map((code) => [code, verdict] as const)),
);

/** By status, where the code says nothing; then, for lack of both, by the text alone. */
const BY_STATUS: readonly (readonly [Verdict, readonly number[], RegExp?])[] = [
  // A page comes from a firewall before the server: it says nothing of the key.
  [REFUSED, [401, 403], /<(?:!doctype|html)/i],
  [KEY_REFUSED, [401, 403]],
  [ARREARS, [402]],
  [ARREARS, [429], /insufficient.{0,20}(?:quota|balance)|余额不足|欠费/i],
  [CONCURRENCY, [429], /concurren|并发/i],
  [LIMITED, [429]],
  [overloaded(none), [503, 529]],
  [TIMED_OUT, [408, 504]],
  [NO_MODEL, [400, 404], /model.{0,200}(?:not exist|not found|unknown)|unknown model/is],
  [TOO_LONG, [400, 413, 422], /context.{0,20}(?:length|window)|prompt is too long/i],
  // Without the model's name it is the path that the server does not know.
  [REFUSED, [404, 405, 407, 426]],
];

const BY_TEXT: readonly (readonly [Verdict, RegExp])[] = [
  [TOO_LONG, /context.{0,20}length/i],
  [LIMITED, /too many requests|rate limit|频繁/i],
  [overloaded(none), /overload|at capacity|繁忙|过载/i],
];

/** The row of the table that fits a failure. */
export function findVerdict(failure: UpstreamFailure): Verdict {
  const byCode = BY_CODE.get(failure.code ?? '');
  if (byCode !== undefined) return byCode;
  const { status, text } = failure;
  if (status === undefined) {
    return BY_TEXT.find(([, pattern]) => pattern.test(text))?.[0] ?? FAILED;
  }
  if (status < 400) return INVALID_RESPONSE;
  const byStatus = BY_STATUS.find(
    ([, statuses, pattern]) => statuses.includes(status) && (pattern?.test(text) ?? true),
  );
  return byStatus?.[0] ?? (status < 500 ? BAD_REQUEST : FAILED);
}
