import { Observable } from 'rxjs';
import { monotonicNow } from '../common/clock';
import type { UpstreamRequestEvent } from '../common/telemetry/telemetry-listener';
import { type GatewayError, toGatewayError } from '../protocol/gateway-error';
import type { FinishReason, StreamPart, TokenUsage } from '../protocol/stream-part';

type AttemptEnd = Omit<UpstreamRequestEvent, 'upstream' | 'attempt'>;

type Parts = Observable<readonly StreamPart[]>;

/**
 * Tells how an attempt at an upstream ended, once per subscription and whatever ends it. One Observable
 * and no chain of operators: each of them costs every read of every stream.
 */
export function measureAttempt(attempt: Parts, onEnd: (end: AttemptEnd) => void): Parts {
  return new Observable((subscriber) => {
    const start = monotonicNow();
    // An attempt that says nothing of its end was left.
    let outcome = 'aborted';
    let finishReason: FinishReason | undefined;
    let usage: TokenUsage | undefined;
    subscriber.add(() => {
      onEnd({ outcome, finishReason, usage, seconds: (monotonicNow() - start) / 1000 });
    });
    subscriber.add(
      attempt.subscribe({
        next: (parts) => {
          const last = parts.at(-1);
          if (last?.type === 'usage') usage = last.usage;
          if (last?.type === 'error') outcome = codeOf(last.error);
          if (last?.type === 'finish') {
            outcome = 'completed';
            finishReason = last.reason;
            usage = parts.findLast((part) => part.type === 'usage')?.usage ?? usage;
          }
          subscriber.next(parts);
        },
        error: (error: unknown) => {
          outcome = codeOf(toGatewayError(error));
          subscriber.error(error);
        },
        complete: () => {
          subscriber.complete();
        },
      }),
    );
  });
}

function codeOf({ code, kind }: GatewayError): string {
  return code ?? kind;
}
