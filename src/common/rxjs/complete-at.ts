import { Observable, type OperatorFunction } from 'rxjs';

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
      let linger: NodeJS.Timeout | undefined;
      const subscription = source.subscribe({
        next: (item) => {
          if (isLingering) return;
          if (!isLast(item)) {
            subscriber.next(item);
            return;
          }
          // Before the consumer sees the last item: it may unsubscribe as soon as it does.
          isLingering = true;
          linger = setTimeout(() => {
            subscription.unsubscribe();
          }, lingerMs);
          subscriber.next(item);
          subscriber.complete();
        },
        error: (error: unknown) => {
          clearTimeout(linger);
          subscriber.error(error);
        },
        complete: () => {
          clearTimeout(linger);
          subscriber.complete();
        },
      });
      return () => {
        if (!isLingering) subscription.unsubscribe();
      };
    });
}
