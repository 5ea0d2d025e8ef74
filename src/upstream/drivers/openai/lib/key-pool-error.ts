import { GatewayError } from '../../../../protocol/gateway-error';

/** Why a key is not used at the moment. */
export type RestReason = 'load' | 'quota' | 'refused';

/** A key that is not used at the moment. */
export interface RestingKey {
  readonly reason: RestReason;
  /** Seconds until it is used again; undefined when nothing but an attempt can tell. */
  readonly returnsIn: number | undefined;
}

/** Seconds to wait when all keys are in use: answers end at any moment. */
const BUSY_RETRY_AFTER = 5;

export type BusyReason = 'queue-full' | 'waited-too-long';

const BUSY_MESSAGES: Readonly<Record<BusyReason, string>> = {
  'queue-full': 'Too many requests wait for the upstream; retry later.',
  'waited-too-long': 'The upstream stayed busy with other requests; retry later.',
};

/** All healthy keys are in use. */
export function toBusyError(reason: BusyReason): GatewayError {
  return new GatewayError('upstream-overloaded', BUSY_MESSAGES[reason], {
    code: 'upstream_busy',
    retryAfter: BUSY_RETRY_AFTER,
  });
}

/** No key is healthy. Of several reasons the one counts that passes soonest. */
export function toRestingError(keys: readonly RestingKey[]): GatewayError {
  const returns = keys.flatMap(({ returnsIn }) => returnsIn ?? []);
  const retryAfter = returns.length > 0 ? Math.max(1, Math.ceil(Math.min(...returns))) : undefined;
  if (keys.length === 0) {
    return new GatewayError('upstream-overloaded', 'No other upstream key is left to try.', {
      code: 'upstream_busy',
    });
  }
  if (keys.some(({ reason }) => reason === 'load')) {
    return new GatewayError('upstream-overloaded', 'The upstream is overloaded; retry later.', {
      code: 'upstream_overloaded',
      retryAfter,
    });
  }
  if (keys.some(({ reason }) => reason === 'quota')) {
    return new GatewayError('rate-limited', 'The quota of the upstream keys is used up.', {
      code: 'insufficient_quota',
      retryAfter,
      retryable: false,
    });
  }
  return new GatewayError('upstream-failed', 'The upstream refused every key of the gateway.', {
    code: 'upstream_auth_error',
    retryable: false,
  });
}
