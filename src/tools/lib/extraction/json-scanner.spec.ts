import fc from 'fast-check';
import { cutInto } from '../../../../test/support/extraction';
import { JsonScanner } from './json-scanner';

describe('JsonScanner', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

  it('should give any JSON back, however it is written and cut', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.object({ key: fc.string({ unit: 'binary' }) }), fc.array(fc.jsonValue())),
        fc.constantFrom(undefined, 1, '\t'),
        lengths,
        (value, space, cuts) => {
          const json = JSON.stringify(value, undefined, space);
          const { text, rest, isDone } = scan(cutInto(`${json} and more`, cuts));
          expect(isDone).toBe(true);
          expect(rest).toBe(' and more');
          expect(text).toBe(JSON.stringify(JSON.parse(json)));
        },
      ),
    );
  });

  it.each([
    ['a raw line break', '{"a":"x\ny"}', '{"a":"x\\ny"}'],
    ['an invalid escape', '{"a":"\\d+\\u12"}', '{"a":"\\\\d+\\\\u12"}'],
    ['a comma before a bracket', '{"a":[1,2,],}', '{"a":[1,2]}'],
    ['literals of Python', '[True,False,None]', '[true,false,null]'],
    ['an escaped character of two units', '["\\ud83d\\ude00"]', '["\\ud83d\\ude00"]'],
  ])('should tolerate %s', (_, written, clean) => {
    expect(scan([written])).toMatchObject({ text: clean, isDone: true });
    expect(scan(written.split(''))).toMatchObject({ text: clean, isDone: true });
  });

  it.each(['{a:1}', '{"a" 1}', '[1 2]', '{"a":}', '[}', '{"a":1]', '[,]', '[nul]', '[01]', '{,}'])(
    'should refuse %s',
    (written) => {
      expect(scan([written])).toMatchObject({ isInvalid: true, isDone: false });
      expect(scan(written.split(''))).toMatchObject({ isInvalid: true, isDone: false });
    },
  );

  it('should refuse what is nested too deeply', () => {
    expect(scan(['['.repeat(300)]).isInvalid).toBe(true);
  });

  it('should leave what is cut undecided', () => {
    const json = '{"a":["\\u00e9",1.5e3,true,null,{}]}';
    for (let cut = 1; cut < json.length; cut += 1) {
      expect(scan([json.slice(0, cut)])).toMatchObject({ isDone: false, isInvalid: false });
    }
  });

  it('should read each unit of a long text once', () => {
    const counted = (length: number): number => {
      let events = 0;
      const count = (): void => {
        events += 1;
      };
      const scanner = new JsonScanner({
        open: count,
        close: count,
        key: count,
        stringStart: count,
        stringText: count,
        stringEnd: count,
        literal: count,
        clean: count,
      });
      for (const delta of cutInto(`["${'ab\\n'.repeat(length)}"]`, [7])) scanner.push(delta);
      expect(scanner.isDone).toBe(true);
      return events;
    };
    expect(counted(10_000)).toBeLessThan(11 * counted(1000));
  });
});

function scan(deltas: readonly string[]): {
  readonly text: string;
  readonly rest: string;
  readonly isDone: boolean;
  readonly isInvalid: boolean;
} {
  let text = '';
  let rest = '';
  const ignore = (): void => undefined;
  const scanner = new JsonScanner({
    open: ignore,
    close: ignore,
    key: ignore,
    stringStart: ignore,
    stringText: ignore,
    stringEnd: ignore,
    literal: ignore,
    clean: (piece) => {
      text += piece;
    },
  });
  for (const delta of deltas) rest += delta.slice(scanner.push(delta));
  return { text, rest, isDone: scanner.isDone, isInvalid: scanner.isInvalid };
}
