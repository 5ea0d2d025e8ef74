import { Observable, type OperatorFunction } from 'rxjs';
import type { Transform } from '../../protocol/transform';

/**
 * Lifts a transform into RxJS. The transform is made per subscription: a retry never sees old state.
 * What was held back comes out at the end of the source, also when the source fails.
 */
export function transduce<In, Out>(
  create: () => Transform<In, Out>,
): OperatorFunction<readonly In[], readonly Out[]> {
  return (source) =>
    new Observable((subscriber) => {
      const transform = create();
      // An empty batch would wake every later step for nothing.
      const emit = (out: readonly Out[]): void => {
        if (out.length > 0) subscriber.next(out);
      };
      const flush = (end: () => void): void => {
        let out: readonly Out[];
        try {
          out = transform.flush();
        } catch (error) {
          subscriber.error(error);
          return;
        }
        emit(out);
        end();
      };
      return source.subscribe({
        next: (batch) => {
          const out: Out[] = [];
          try {
            for (const input of batch) {
              for (const output of transform.push(input)) out.push(output);
            }
          } catch (error) {
            emit(out);
            subscriber.error(error);
            return;
          }
          emit(out);
        },
        error: (error: unknown) => {
          flush(() => {
            subscriber.error(error);
          });
        },
        complete: () => {
          flush(() => {
            subscriber.complete();
          });
        },
      });
    });
}
