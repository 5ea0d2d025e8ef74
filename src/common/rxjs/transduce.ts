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
      const emit = (collect: (out: Out[]) => void): boolean => {
        const out: Out[] = [];
        let failure: { readonly error: unknown } | undefined;
        try {
          collect(out);
        } catch (error) {
          failure = { error };
        }
        // An empty batch would wake every later step for nothing.
        if (out.length > 0) subscriber.next(out);
        if (failure) subscriber.error(failure.error);
        return failure === undefined;
      };
      const flush = (out: Out[]): void => {
        for (const output of transform.flush()) out.push(output);
      };
      return source.subscribe({
        next: (batch) =>
          emit((out) => {
            for (const input of batch) {
              for (const output of transform.push(input)) out.push(output);
            }
          }),
        error: (error: unknown) => {
          if (emit(flush)) subscriber.error(error);
        },
        complete: () => {
          if (emit(flush)) subscriber.complete();
        },
      });
    });
}
