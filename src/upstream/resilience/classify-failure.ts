import type { GatewayError } from '../../protocol/gateway-error';
import { isJsonObject } from '../../protocol/json/safe-parse-json';

/**
 * Whether an error tells that the upstream is not well, and would be so for other requests: it cannot
 * be reached, breaks off, is silent, overloaded or answers 5xx. A refusal is none: it is an answer.
 */
export function isFault(error: GatewayError): boolean {
  switch (error.kind) {
    case 'upstream-timeout':
      return true;
    case 'upstream-failed':
      return error.retryable !== false && !isRefusal(error);
    case 'upstream-overloaded':
      return isOfTheUpstream(error);
    default:
      return false;
  }
}

/** Whether the same request may go well at the same upstream a moment later. */
export function isTransient(error: GatewayError): boolean {
  // After a time-out the client has waited long enough; a page instead of a stream stays one.
  return (
    isFault(error) &&
    error.kind !== 'upstream-timeout' &&
    error.code !== 'upstream_invalid_response'
  );
}

/** An answer with a status of 4xx, of which a driver could not make more than a failure. */
function isRefusal({ cause }: GatewayError): boolean {
  const status = isJsonObject(cause) ? cause['status'] : undefined;
  return typeof status === 'number' && status >= 400 && status < 500;
}

/** An overload that the upstream reported has a cause; one for want of a free key has none. */
function isOfTheUpstream(error: GatewayError): boolean {
  return error.cause !== undefined;
}
