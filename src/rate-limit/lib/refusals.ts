import { GatewayError } from '../../protocol/gateway-error';

/** Seconds: nobody knows when a request ends, so a client may ask again soon. */
const SOON = 1;

/** Seconds: longer, because the process has more to do than it can. */
const LATER = 2;

/** The key made as many requests as it may in this minute. */
export function tooManyRequests(limit: number, resetIn: number): GatewayError {
  return limited(`This key may make ${count(limit, 'request')} per minute.`, resetIn / 1000);
}

/** The tokens that a request may cost do not fit into what the key has left of this minute. */
export function tooManyTokens(
  tokens: { readonly limit: number; readonly left: number; readonly asked: number },
  resetIn: number,
): GatewayError {
  const { limit, left, asked } = tokens;
  return limited(
    `This key may use ${count(limit, 'token')} per minute: ${String(left)} are left, and this request may need ${String(asked)}.`,
    resetIn / 1000,
  );
}

/** The key has as many requests in progress as it may. */
export function tooManyAtOnce(limit: number): GatewayError {
  return limited(`This key may have ${count(limit, 'request')} in progress at a time.`, SOON);
}

/** The process has as many requests in progress as it takes on. */
export function overloaded(): GatewayError {
  return new GatewayError('overloaded', 'The gateway is at its capacity; retry later.', {
    code: 'overloaded',
    retryAfter: LATER,
  });
}

function limited(sentence: string, retryAfter: number): GatewayError {
  const message = `${sentence} Retry in ${String(Math.ceil(retryAfter))} s.`;
  return new GatewayError('rate-limited', message, { code: 'rate_limit_exceeded', retryAfter });
}

function count(amount: number, noun: string): string {
  return `${String(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}
