import { Observable, type OperatorFunction } from 'rxjs';

/**
 * Completes `delayMs` after `isDue` first held for what was emitted, unless the source ends before:
 * for a source that has said what matters but may have more to say. The source is unsubscribed then.
 */
export function completeAfter<Item>(
  isDue: () => boolean,
  delayMs: number,
): OperatorFunction<Item, Item> {
  return (source) =>
    new Observable((subscriber) => {
      let countdown: NodeJS.Timeout | undefined;
      subscriber.add(() => {
        clearTimeout(countdown);
      });
      subscriber.add(
        source.subscribe({
          next: (item) => {
            subscriber.next(item);
            if (subscriber.closed || countdown !== undefined || !isDue()) return;
            countdown = setTimeout(() => {
              subscriber.complete();
            }, delayMs);
          },
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            subscriber.complete();
          },
        }),
      );
    });
}
