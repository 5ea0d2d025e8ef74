import { Observable, of, Subject } from 'rxjs';
import { completeAt } from './complete-at';

const LINGER = 250;

describe('completeAt', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('should complete with the last item and give nothing after it', () => {
    const { source, seen } = follow();
    for (const item of [1, 2, 9, 3]) source.next(item);
    expect(seen).toEqual([1, 2, 9, 'complete']);
  });

  it('should leave the source only after it had time to end', () => {
    const { source } = follow();
    source.next(9);
    jest.advanceTimersByTime(LINGER - 1);
    expect(source.observed).toBe(true);
    jest.advanceTimersByTime(1);
    expect(source.observed).toBe(false);
  });

  it.each([
    {
      it: 'ends',
      end: (source: Subject<number>) => {
        source.complete();
      },
    },
    {
      it: 'fails',
      end: (source: Subject<number>) => {
        source.error(new Error('cut'));
      },
    },
  ])('should keep no timer when the source $it in time', ({ end }) => {
    const { source, seen } = follow();
    source.next(9);
    end(source);
    expect(seen).toEqual([9, 'complete']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('should pass on an end and a failure that come before the last item', () => {
    const ending = follow();
    ending.source.next(1);
    ending.source.complete();
    expect(ending.seen).toEqual([1, 'complete']);
    const failing = follow();
    failing.source.error(new Error('cut'));
    expect(failing.seen).toEqual(['cut']);
  });

  it('should leave the source at once when the consumer leaves before the last item', () => {
    const { source, subscription } = follow();
    source.next(1);
    subscription.unsubscribe();
    expect(source.observed).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('should take a source that gives everything at once', () => {
    const seen: unknown[] = [];
    of(1, 9, 2)
      .pipe(completeAt((item) => item === 9, LINGER))
      .subscribe({ next: (item) => seen.push(item), complete: () => seen.push('complete') });
    expect(seen).toEqual([1, 9, 'complete']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('should stop a source that never ends, though it gives everything at once', () => {
    let isStopped = false;
    new Observable<number>((subscriber) => {
      subscriber.next(9);
      return () => {
        isStopped = true;
      };
    })
      .pipe(completeAt((item) => item === 9, LINGER))
      .subscribe();
    jest.advanceTimersByTime(LINGER);
    expect(isStopped).toBe(true);
  });
});

function follow(): {
  readonly source: Subject<number>;
  readonly seen: readonly unknown[];
  readonly subscription: { unsubscribe(): void };
} {
  const source = new Subject<number>();
  const seen: unknown[] = [];
  const subscription = source.pipe(completeAt((item) => item === 9, LINGER)).subscribe({
    next: (item) => seen.push(item),
    error: (error: Error) => seen.push(error.message),
    complete: () => seen.push('complete'),
  });
  return { source, seen, subscription };
}
