import { Observable, type OperatorFunction, type Subscription, timer } from 'rxjs';

/**
 * Completes after the first batch for which `isLast` holds. The source is given `lingerMs` to end by
 * itself before it is unsubscribed: an HTTP exchange that ends properly leaves its connection usable,
 * an aborted one does not. A consumer that leaves earlier unsubscribes the source at once.
 */
export function completeAt<Item>(
  isLast: (item: Item) => boolean,
  lingerMs: number,
): OperatorFunction<Item, Item> {
  return (source) =>
    new Observable((subscriber) => {
      let isLingering = false;
      let linger: Subscription | undefined;
      const subscription = source.subscribe({
        next: (item) => {
          if (isLingering) return;
          if (!isLast(item)) {
            subscriber.next(item);
            return;
          }
          // First of all: a consumer that knows the last item too leaves as soon as it has it.
          isLingering = true;
          linger = timer(lingerMs).subscribe(() => {
            subscription.unsubscribe();
          });
          subscriber.next(item);
          subscriber.complete();
        },
        error: (error: unknown) => {
          linger?.unsubscribe();
          subscriber.error(error);
        },
        complete: () => {
          linger?.unsubscribe();
          subscriber.complete();
        },
      });
      return () => {
        if (!isLingering) subscription.unsubscribe();
      };
    });
}
