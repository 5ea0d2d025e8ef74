import { Observable, type OperatorFunction, timer, type Subscription } from 'rxjs';

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
      let countdown: Subscription | undefined;
      const stop = (): void => {
        countdown?.unsubscribe();
      };
      subscriber.add(
        source.subscribe({
          next: (item) => {
            subscriber.next(item);
            if (countdown !== undefined || !isDue()) return;
            countdown = timer(delayMs).subscribe(() => {
              subscriber.complete();
            });
            subscriber.add(countdown);
          },
          error: (error: unknown) => {
            stop();
            subscriber.error(error);
          },
          complete: () => {
            stop();
            subscriber.complete();
          },
        }),
      );
    });
}
