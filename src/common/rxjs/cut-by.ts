import { Observable, type OperatorFunction } from 'rxjs';

/** Ends a source with the first error that `signal` emits, and leaves it. */
export function cutBy<Item>(signal: Observable<Error>): OperatorFunction<Item, Item> {
  return (source) =>
    new Observable((subscriber) => {
      subscriber.add(
        signal.subscribe((error) => {
          subscriber.error(error);
        }),
      );
      if (!subscriber.closed) subscriber.add(source.subscribe(subscriber));
    });
}
