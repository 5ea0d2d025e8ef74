import { GatewayError } from '../../../../protocol/gateway-error';
import { asString, isJsonObject, safeParseJson } from '../../../../protocol/json/safe-parse-json';
import { findVerdict } from './failure-verdicts';
import type { KeyConsequence } from './key-consequence';
import type { UpstreamFailure } from './upstream-failure';

/** An HTTP answer that is no event stream; `UnexpectedResponse` is one. */
export interface FailedResponse {
  readonly status: number;
  /** The beginning of the body. */
  readonly body: string;
  /** Seconds. */
  readonly retryAfter: number | undefined;
}

const MAX_TEXT = 4096;

/** Reads the error value of an event: an object of several shapes, or a text. */
export function toOpenAiFailure(error: unknown): UpstreamFailure {
  const code = isJsonObject(error) ? readCode(error) : undefined;
  const status = toStatus(code);
  return {
    status,
    // vLLM and SGLang put the HTTP status there.
    code: status === undefined ? code : undefined,
    text: readText(error).slice(0, MAX_TEXT),
    retryAfter: undefined,
  };
}

/** Reads an HTTP answer that is no event stream: JSON of several shapes, or anything else. */
export function readFailedResponse({ status, body, retryAfter }: FailedResponse): UpstreamFailure {
  const json = safeParseJson(body);
  const error = isJsonObject(json) ? findBodyError(json, status) : undefined;
  if (error === undefined) {
    return { status, code: undefined, text: body.slice(0, MAX_TEXT), retryAfter };
  }
  const failure = toOpenAiFailure(error);
  // A status that tells of success says nothing of the failure in the body.
  return { ...failure, status: status >= 400 ? status : failure.status, retryAfter };
}

/**
 * What a failure means: the error for the client and the consequence for the key. The message is
 * ours: upstream text may be HTML, a stack or worse, and never reaches the client. `now` is in
 * milliseconds since 1970, for quotas that name the time of their renewal.
 */
export function explainFailure(
  failure: UpstreamFailure,
  now: number,
): { readonly error: GatewayError; readonly consequence: KeyConsequence } {
  const { kind, code, message, param, retryable, retryAfter, consequence } = findVerdict(failure);
  const error = new GatewayError(kind, message.replace('%', describe(failure)), {
    code,
    param,
    retryable,
    retryAfter: retryAfter === undefined ? undefined : (failure.retryAfter ?? retryAfter),
    cause: failure,
  });
  return { error, consequence: consequence(failure, now) };
}

/** The status and the code, as far as they are numbers: words of an upstream are not ours. */
function describe({ status, code }: UpstreamFailure): string {
  const known = [
    ...(status === undefined ? [] : [`HTTP ${String(status)}`]),
    ...(code !== undefined && /^\d{1,5}$/.test(code) ? [`code ${code}`] : []),
  ];
  return known.length > 0 ? ` (${known.join(', ')})` : '';
}

/** The error in a body, wherever it stands; `undefined` for JSON that tells of no failure. */
function findBodyError(body: Readonly<Record<string, unknown>>, status: number): unknown {
  const { error } = body;
  if (isErrorValue(error)) return error;
  const isFailure =
    status >= 400 ||
    body['object'] === 'error' ||
    body['success'] === false ||
    // A bare code with a message, as some of Z.ai's front servers answer.
    (readCode(body) !== undefined && readText(body).length > 0 && body['choices'] === undefined);
  return isFailure ? body : undefined;
}

/** True for what an `error` field holds when there is an error: an object or a text. */
export function isErrorValue(value: unknown): boolean {
  return isJsonObject(value) || (typeof value === 'string' && value.length > 0);
}

function readCode(error: Readonly<Record<string, unknown>>): string | undefined {
  const candidates = [error['code'], error['error_code'], error['type']];
  const code = candidates.find(
    (value): value is string | number =>
      typeof value === 'number' || (typeof value === 'string' && value.length > 0),
  );
  return code === undefined ? undefined : String(code).slice(0, 100);
}

function readText(error: unknown): string {
  if (!isJsonObject(error)) return asString(error) ?? '';
  return ['message', 'msg', 'detail', 'error']
    .map((key) => asString(error[key]) ?? '')
    .join(' ')
    .trim();
}

function toStatus(code: string | undefined): number | undefined {
  return code !== undefined && /^[45]\d\d$/.test(code) ? Number(code) : undefined;
}
