import { Redis } from 'ioredis';

/** Milliseconds for what no request waits for: connecting, logging in, any one command. */
const PATIENCE = 1_000;

/** Milliseconds without Redis after it failed. */
const RETRY_DELAY = 2_000;

/** A client that keeps nothing for later: what Redis does not take now, it does not get. */
export function createRedisClient(url: string): Redis {
  return new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: PATIENCE,
    commandTimeout: PATIENCE,
    retryStrategy: () => RETRY_DELAY,
    protocol: 2,
  });
}
