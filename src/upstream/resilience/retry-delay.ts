import type { GatewayError } from '../../protocol/gateway-error';
import { isTransient } from './classify-failure';

/** Milliseconds that the first retry waits at most; each further one twice as long. */
const BASE = 250;

/** Milliseconds. A client that must wait longer is better told so. */
const LONGEST = 5_000;

/**
 * Milliseconds to wait before the request is sent again for the `count`th time; undefined when it
 * should not be. `fraction`, from 0 to 1, spreads the retries of many requests.
 */
export function retryDelay(
  error: GatewayError,
  count: number,
  fraction: number,
): number | undefined {
  if (!isTransient(error)) return undefined;
  const spread = fraction * Math.min(LONGEST, BASE * 2 ** (count - 1));
  if (error.retryAfter === undefined) return spread;
  const wanted = error.retryAfter * 1000;
  return wanted <= LONGEST ? wanted + spread : undefined;
}
