import { concat, defer, EMPTY, map, type Observable, takeWhile } from 'rxjs';
import type { GatewayError } from '../protocol/gateway-error';
import type { StreamPart } from '../protocol/stream-part';

type Parts = Observable<readonly StreamPart[]>;

/**
 * Runs `attempt` with the first of `choices`, and with the next one as long as nothing but an error
 * came that another upstream may not have. The last error is passed on, as is every error after
 * output: an answer is never begun twice.
 */
export function fallBack<Choice>(
  choices: readonly Choice[],
  attempt: (choice: Choice, others: { readonly canFallBack: boolean }) => Parts,
): Parts {
  const [choice, ...others] = choices;
  if (choice === undefined) return EMPTY;
  if (others.length === 0) return attempt(choice, { canFallBack: false });
  return defer(() => {
    let hasOutput = false;
    let isFailed = false;
    const first = attempt(choice, { canFallBack: true }).pipe(
      map((parts) => {
        if (hasOutput) return parts;
        const [output] = parts.filter((part) => part.type !== 'start');
        isFailed = output?.type === 'error' && isWorthAnother(output.error);
        hasOutput = output !== undefined;
        return parts;
      }),
      takeWhile(() => !isFailed),
    );
    // The failed attempt is left before the next one opens.
    return concat(
      first,
      defer(() => (isFailed ? fallBack(others, attempt) : EMPTY)),
    );
  });
}

/** What the request itself got wrong is wrong everywhere, but contexts differ in length. */
function isWorthAnother({ kind, code }: GatewayError): boolean {
  return kind !== 'invalid-request' || code === 'context_length_exceeded';
}
