import { concat, defer, EMPTY, map, type Observable, takeWhile } from 'rxjs';
import type { StreamPart, TokenUsage } from '../protocol/stream-part';
import { type Rejection, toRejectionError } from '../protocol/rejection';

type Checked = readonly (StreamPart | Rejection)[];

/**
 * Runs `attempt` and, when its answer is rejected, once more with the rejection; a second rejection
 * is an error. The usage of both counts. What the client has already is not said again.
 */
export function repairOnce(
  attempt: (rejection?: Rejection) => Observable<Checked>,
): Observable<readonly StreamPart[]> {
  return defer(() => {
    let firstUsage: TokenUsage | undefined;
    let rejection: Rejection | undefined;
    const first = attempt().pipe(
      takeWhile((batch) => !batch.some(isRejection), true),
      map((batch) => {
        const parts = batch.filter((part) => part.type !== 'rejection');
        firstUsage = parts.findLast((part) => part.type === 'usage')?.usage ?? firstUsage;
        rejection = batch.find(isRejection);
        return parts;
      }),
    );
    const second = defer(() => {
      const rejected = rejection;
      if (rejected === undefined) return EMPTY;
      return attempt(rejected).pipe(
        map((again) => again.flatMap((part) => followUp(part, rejected, firstUsage))),
      );
    });
    // The rejected answer is left before the second request opens: upstreams limit concurrency.
    return concat(first, second);
  });
}

function followUp(
  part: StreamPart | Rejection,
  { hasSentText, sentCalls }: Rejection,
  firstUsage: TokenUsage | undefined,
): readonly StreamPart[] {
  switch (part.type) {
    case 'rejection':
      return [{ type: 'error', error: toRejectionError(part) }];
    case 'usage':
      return [{ type: 'usage', usage: firstUsage ? addUsage(firstUsage, part.usage) : part.usage }];
    case 'text':
    case 'reasoning':
      return hasSentText || sentCalls > 0 ? [] : [part];
    default:
      return [part];
  }
}

function addUsage(one: TokenUsage, other: TokenUsage): TokenUsage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    totalTokens: one.totalTokens + other.totalTokens,
    estimated: one.estimated || other.estimated,
  };
}

function isRejection(part: StreamPart | Rejection): part is Rejection {
  return part.type === 'rejection';
}
