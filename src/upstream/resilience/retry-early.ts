import { defer, type Observable, retry, tap, throwError, timer } from 'rxjs';
import { randomFraction } from '../../common/ids';
import { toGatewayError } from '../../protocol/gateway-error';
import type { StreamPart } from '../../protocol/stream-part';
import type { RetryBudget } from './retry-budget';
import { retryDelay } from './retry-delay';

type Parts = Observable<readonly StreamPart[]>;

export interface RetryPolicy {
  /** Retries of one request at most. */
  readonly retries: number;
  readonly budget: RetryBudget;
  readonly onRetry: () => void;
}

/** Runs `attempt` again when it failed before its first output in a way that may pass. */
export function retryEarly(attempt: Parts, { retries, budget, onRetry }: RetryPolicy): Parts {
  return defer(() => {
    let hasOutput = false;
    budget.deposit();
    return attempt.pipe(
      tap(() => {
        hasOutput = true;
      }),
      retry({
        delay: (error: unknown, count) => {
          const delay =
            hasOutput || count > retries
              ? undefined
              : retryDelay(toGatewayError(error), count, randomFraction());
          if (delay === undefined || !budget.withdraw()) return throwError(() => error);
          return timer(delay).pipe(tap(onRetry));
        },
      }),
    );
  });
}
