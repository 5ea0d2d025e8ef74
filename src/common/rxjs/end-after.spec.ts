import { Subject } from 'rxjs';
import { endAfter } from './end-after';

describe('endAfter', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  function follow(): { source: Subject<string>; seen: string[]; leave: () => void } {
    const source = new Subject<string>();
    const seen: string[] = [];
    const subscription = source.pipe(endAfter(1_000, () => 'too late')).subscribe({
      next: (item) => seen.push(item),
      error: (error: unknown) => seen.push((error as Error).message),
      complete: () => seen.push('complete'),
    });
    return {
      source,
      seen,
      leave: () => {
        subscription.unsubscribe();
      },
    };
  }

  it('should end and leave a source that takes too long, however busy it is', () => {
    const { source, seen } = follow();
    jest.advanceTimersByTime(999);
    source.next('a');
    expect(seen).toEqual(['a']);
    jest.advanceTimersByTime(1);
    expect(seen).toEqual(['a', 'too late', 'complete']);
    expect(source.observed).toBe(false);
  });

  it.each<[string, (followed: ReturnType<typeof follow>) => void, readonly string[]]>([
    [
      'ends',
      ({ source }) => {
        source.complete();
      },
      ['complete'],
    ],
    [
      'fails',
      ({ source }) => {
        source.error(new Error('cut'));
      },
      ['cut'],
    ],
    [
      'is left',
      ({ leave }) => {
        leave();
      },
      [],
    ],
  ])('should keep no timer when the source %s before', (_case, end, expected) => {
    const followed = follow();
    end(followed);
    expect(jest.getTimerCount()).toBe(0);
    expect(followed.seen).toEqual(expected);
  });
});
