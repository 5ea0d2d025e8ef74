import { Subject, take, tap } from 'rxjs';
import { completeAfter } from './complete-after';

const DELAY = 1_000;

describe('completeAfter', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('should go on for the delay and then leave the source', () => {
    const { source, seen } = follow();
    source.next(9);
    jest.advanceTimersByTime(DELAY - 1);
    source.next(2);
    expect(source.observed).toBe(true);
    jest.advanceTimersByTime(1);
    expect(seen).toEqual([9, 2, 'complete']);
    expect(source.observed).toBe(false);
  });

  it('should wait as long as it takes when nothing is due', () => {
    const { source, seen } = follow();
    source.next(1);
    jest.advanceTimersByTime(100 * DELAY);
    source.next(2);
    expect(seen).toEqual([1, 2]);
  });

  it('should not begin again with each item', () => {
    const { source, seen } = follow();
    source.next(9);
    jest.advanceTimersByTime(DELAY / 2);
    source.next(9);
    jest.advanceTimersByTime(DELAY / 2);
    expect(seen).toEqual([9, 9, 'complete']);
  });

  it.each([
    {
      it: 'ends',
      end: (source: Subject<number>) => {
        source.complete();
      },
      last: 'complete',
    },
    {
      it: 'fails',
      end: (source: Subject<number>) => {
        source.error(new Error('cut'));
      },
      last: 'cut',
    },
  ])('should keep no timer when the source $it before', ({ end, last }) => {
    const { source, seen } = follow();
    source.next(9);
    end(source);
    expect(seen).toEqual([9, last]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('should keep no timer when the consumer leaves', () => {
    const { source, subscription } = follow();
    source.next(9);
    subscription.unsubscribe();
    expect(source.observed).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('should set no timer for a consumer that leaves at what made the end due', () => {
    const source = new Subject<number>();
    let isDue = false;
    const items = source.pipe(
      completeAfter(() => isDue, DELAY),
      tap(() => (isDue = true)),
      take(1),
    );
    items.subscribe();
    source.next(9);
    expect(source.observed).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });
});

/** Follows a source in which 9 is what makes the end due. */
function follow(): {
  readonly source: Subject<number>;
  readonly seen: readonly unknown[];
  readonly subscription: { unsubscribe(): void };
} {
  const source = new Subject<number>();
  const seen: unknown[] = [];
  let isDue = false;
  const subscription = source.pipe(completeAfter(() => isDue, DELAY)).subscribe({
    next: (item) => {
      seen.push(item);
      isDue ||= item === 9;
    },
    error: (error: Error) => seen.push(error.message),
    complete: () => seen.push('complete'),
  });
  return { source, seen, subscription };
}
