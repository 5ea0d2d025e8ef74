import { Observable, type OperatorFunction } from 'rxjs';

/** Ends a source that takes longer than `milliseconds`: emits `last`, completes and leaves the source. */
export function endAfter<Item>(
  milliseconds: number,
  last: () => Item,
): OperatorFunction<Item, Item> {
  return (source) =>
    new Observable((subscriber) => {
      const timer = setTimeout(() => {
        subscriber.next(last());
        subscriber.complete();
      }, milliseconds);
      subscriber.add(() => {
        clearTimeout(timer);
      });
      subscriber.add(source.subscribe(subscriber));
    });
}
