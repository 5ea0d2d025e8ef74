import { Observable } from 'rxjs';
import { toGatewayError } from '../../protocol/gateway-error';
import type { StreamPart } from '../../protocol/stream-part';
import type { AttemptVerdict, CircuitBreaker } from './circuit-breaker';
import { isFault } from './classify-failure';

type Parts = Observable<readonly StreamPart[]>;

/**
 * Lets `attempt` run if the circuit admits it, and tells the circuit how it went. A trial has gone
 * well with its first output: others need not wait for the end of a long answer.
 */
export function throughCircuit(circuit: CircuitBreaker, attempt: Parts): Parts {
  return new Observable((subscriber) => {
    const admitted = circuit.enter();
    if (admitted === undefined) {
      subscriber.error(circuit.refusal());
      return undefined;
    }
    const subscription = attempt.subscribe({
      next: (parts) => {
        const verdict = verdictOf(parts.at(-1), admitted.isTrial);
        if (verdict !== undefined) admitted.settle(verdict);
        subscriber.next(parts);
      },
      error: (error: unknown) => {
        admitted.settle(verdictOnError(error));
        subscriber.error(error);
      },
      complete: () => {
        subscriber.complete();
      },
    });
    return () => {
      subscription.unsubscribe();
      // Says nothing when the end was reported before: then it is the client who left.
      admitted.settle('inconclusive');
    };
  });
}

function verdictOf(part: StreamPart | undefined, isTrial: boolean): AttemptVerdict | undefined {
  if (part?.type === 'error') return verdictOnError(part.error);
  return isTrial || part?.type === 'finish' ? 'good' : undefined;
}

function verdictOnError(error: unknown): AttemptVerdict {
  return isFault(toGatewayError(error)) ? 'bad' : 'inconclusive';
}
