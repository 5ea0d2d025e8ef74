import { concat, from, of, Subject, throwError, type Observable } from 'rxjs';
import type { Transform } from '../../protocol/transform';
import { transduce } from './transduce';

/** Gives letters in upper case; holds `h` back, gives `n` as nothing and throws at `!`. */
class Shouting implements Transform<string, string> {
  private held = '';

  push(letter: string): readonly string[] {
    if (letter === '!') throw new Error('too loud');
    if (letter === 'h') this.held += letter;
    return letter === 'h' || letter === 'n' ? [] : [letter.toUpperCase()];
  }

  flush(): readonly string[] {
    return this.held.length > 0 ? [this.held] : [];
  }
}

describe('transduce', () => {
  it('should give one batch per batch', () => {
    expect(record(from([['a', 'b'], ['c']]))).toEqual([['A', 'B'], ['C'], 'complete']);
  });

  it('should give no empty batch', () => {
    expect(record(from([['n'], ['a'], [], ['n', 'n']]))).toEqual([['A'], 'complete']);
  });

  it('should give what was held back when the source ends', () => {
    expect(record(from([['a', 'h'], ['h']]))).toEqual([['A'], ['hh'], 'complete']);
  });

  it('should give what was held back before the error of the source', () => {
    const failing = concat(
      of(['a', 'h']),
      throwError(() => new Error('cut')),
    );
    expect(record(failing)).toEqual([['A'], ['h'], 'cut']);
  });

  it('should give what came before a throw in its batch, and nothing after', () => {
    expect(record(from([['a', '!', 'b'], ['c']]))).toEqual([['A'], 'too loud']);
  });

  it('should leave the source when the transform throws', () => {
    const source = new Subject<readonly string[]>();
    const seen: unknown[] = [];
    source.pipe(transduce(() => new Shouting())).subscribe({ error: (error) => seen.push(error) });
    source.next(['!']);
    expect(source.observed).toBe(false);
    expect(seen).toHaveLength(1);
  });

  it.each([
    { it: 'the end', source: of(['a']) },
    {
      it: 'the error of the source',
      source: concat(
        of(['a']),
        throwError(() => new Error('cut')),
      ),
    },
  ])('should fail when the transform throws at $it', ({ source }) => {
    const broken = (): Transform<string, string> => ({
      push: (letter) => [letter],
      flush: () => {
        throw new Error('cannot end');
      },
    });
    expect(record(source, broken)).toEqual([['a'], 'cannot end']);
  });

  it('should leave the source when the subscriber leaves', () => {
    const source = new Subject<readonly string[]>();
    const subscription = source.pipe(transduce(() => new Shouting())).subscribe();
    expect(source.observed).toBe(true);
    subscription.unsubscribe();
    expect(source.observed).toBe(false);
  });

  it('should start afresh for every subscription', () => {
    const shouted = of(['h']).pipe(transduce(() => new Shouting()));
    expect([events(shouted), events(shouted)]).toEqual([
      [['h'], 'complete'],
      [['h'], 'complete'],
    ]);
  });
});

function record(
  source: Observable<readonly string[]>,
  create: () => Transform<string, string> = () => new Shouting(),
): readonly unknown[] {
  return events(source.pipe(transduce(create)));
}

/** What a subscriber sees, in order. */
function events(source: Observable<readonly string[]>): readonly unknown[] {
  const seen: unknown[] = [];
  source.subscribe({
    next: (batch) => seen.push(batch),
    error: (error: Error) => seen.push(error.message),
    complete: () => seen.push('complete'),
  });
  return seen;
}
