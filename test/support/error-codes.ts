import { CANARY } from './faults';

/** Code and HTTP status of the upstream; status, type and code for the client. */
export type CodeRow = readonly [string, number, number, string, string];

/** What the codes mean for clients that try again. */
const RETRIED = new Set(['upstream_error', 'rate_limit_exceeded', 'upstream_overloaded']);
const RETRIED_AFTER = new Set(['rate_limit_exceeded', 'upstream_overloaded']);

/** Checks the headers by which clients decide whether they try again. */
export function checkRetry(headers: Headers, code: string): void {
  expect(headers.get('x-should-retry')).toBe(RETRIED.has(code) ? null : 'false');
  if (RETRIED_AFTER.has(code)) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
}

/** Checks the error object, which must not have the upstream's text in it. */
export function checkError(error: unknown, type: string, code: string): void {
  expect(error).toMatchObject({ type, code });
  expect(JSON.stringify(error)).not.toContain(CANARY);
}
