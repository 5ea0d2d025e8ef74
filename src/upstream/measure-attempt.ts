import { defer, finalize, type Observable, tap } from 'rxjs';
import { monotonicNow } from '../common/clock';
import type { UpstreamRequestEvent } from '../common/telemetry/telemetry-listener';
import { type GatewayError, toGatewayError } from '../protocol/gateway-error';
import type { FinishReason, StreamPart, TokenUsage } from '../protocol/stream-part';

type AttemptEnd = Omit<UpstreamRequestEvent, 'upstream' | 'attempt'>;

/** Tells how an attempt at an upstream ended, once per subscription and whatever ends it. */
export function measureAttempt(
  attempt: Observable<readonly StreamPart[]>,
  onEnd: (end: AttemptEnd) => void,
): Observable<readonly StreamPart[]> {
  return defer(() => {
    const start = monotonicNow();
    // An attempt that says nothing of its end was left.
    let outcome = 'aborted';
    let finishReason: FinishReason | undefined;
    let usage: TokenUsage | undefined;
    return attempt.pipe(
      tap({
        next: (parts) => {
          const last = parts.at(-1);
          if (last?.type === 'usage') usage = last.usage;
          if (last?.type === 'error') outcome = codeOf(last.error);
          if (last?.type !== 'finish') return;
          outcome = 'completed';
          finishReason = last.reason;
          usage = parts.findLast((part) => part.type === 'usage')?.usage ?? usage;
        },
        error: (error: unknown) => {
          outcome = codeOf(toGatewayError(error));
        },
      }),
      finalize(() => {
        onEnd({ outcome, finishReason, usage, seconds: (monotonicNow() - start) / 1000 });
      }),
    );
  });
}

function codeOf({ code, kind }: GatewayError): string {
  return code ?? kind;
}
