import fc from 'fast-check';
import { cuts } from '../../../test/support/arbitraries';
import { cutAt } from '../../../test/support/splits';
import { JsonProgress } from './json-progress';
import { safeParseJson } from './safe-parse-json';

const VALID = [
  '{}',
  '[]',
  '""',
  '0',
  '-0',
  '-12.5e+10',
  '1E-2',
  'true',
  'false',
  'null',
  ' \t\r\n{"a" : [1 , 2.5, {"b":null}], "c":"\\u00e9\\n\\"\\\\\\/" , "" : -1e9}',
  '{"nested":{"deep":[[[]],{}]},"emoji":"😀\u2028\u007f","same":1,"same":2}',
  '"lone \ud800 surrogate"',
];

const INVALID = [
  '{,}',
  '{"a"}',
  '{"a":}',
  '{"a":1,}',
  '{"a" 1}',
  '{a:1}',
  "{'a':1}",
  '[1,]',
  '[,1]',
  '[1 2]',
  '[1}',
  '{"a":1]',
  ']',
  '}',
  '"tab\t"',
  '"line\n"',
  '"\\x"',
  '"\\u12g4"',
  'tru ',
  'nulL',
  'True',
  'NaN',
  '+1',
  '.5',
  '-',
  '1.',
  '1.e5',
  '1e',
  '1e+',
  '[01]',
  '[1.2.3]',
  '[-]',
  '\ufeff{}',
  '\u00a0{}',
  '// comment\n{}',
  '',
  ' ',
];

describe('JsonProgress', () => {
  it.each(VALID)('should find %j complete at its end and not before', (text) => {
    for (let end = 0; end <= text.length; end += 1) {
      const progress = new JsonProgress();
      const prefix = text.slice(0, end);
      expect(progress.push(prefix)).toBe(end);
      expect(progress.isBroken).toBe(false);
      expect(progress.end()).toBe(isJson(prefix));
    }
  });

  it.each(INVALID)('should not find %j complete', (text) => {
    const progress = new JsonProgress();
    expect(progress.push(text)).toBeLessThanOrEqual(text.length);
    expect(progress.end()).toBe(false);
  });

  it('should leave what follows the value', () => {
    for (const [text, length] of [
      ['{}{}', 2],
      ['{"a":1}\n', 7],
      ['[] ]', 2],
      ['12 ', 2],
      ['1,2', 1],
      ['01', 1],
      ['nullnull', 4],
      ['"a""b"', 3],
    ] as const) {
      const progress = new JsonProgress();
      expect(progress.push(text)).toBe(length);
      expect(progress.isComplete).toBe(true);
      expect(progress.push('{}')).toBe(0);
      expect(progress.isComplete).toBe(true);
    }
  });

  it('should stop at the character that breaks the value', () => {
    const progress = new JsonProgress();
    expect(progress.push('{"a":1,]}')).toBe(7);
    expect(progress.isBroken).toBe(true);
    expect(progress.push('"b":2}')).toBe(0);
    expect(progress.end()).toBe(false);
  });

  it('should know a number complete only when something else follows', () => {
    const progress = new JsonProgress();
    expect(progress.push('12')).toBe(2);
    expect(progress.isComplete).toBe(false);
    expect(progress.push('3')).toBe(1);
    expect(progress.end()).toBe(true);
  });

  it('should bound the depth', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    const deep = new JsonProgress();
    deep.push(nested(256));
    expect(deep.isComplete).toBe(true);
    const deeper = new JsonProgress();
    deeper.push(nested(257));
    expect(deeper.isBroken).toBe(true);
  });

  it('should agree with JSON.parse on any value, however it is cut', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), cuts, (value, space, at) => {
        const text = JSON.stringify(value, null, space);
        const progress = new JsonProgress();
        const taken = cutAt(text, at).map((piece) => progress.push(piece));
        expect(taken.reduce((sum, length) => sum + length, 0)).toBe(text.length);
        expect(progress.end()).toBe(true);
      }),
    );
  });

  it('should agree with JSON.parse on any text of JSON characters', () => {
    const letters = [...'{}[]:,"\\u0aeE1-+. \ntruefalsn'];
    const jsonLike = fc
      .array(fc.constantFrom(...letters), { maxLength: 12 })
      .map((list) => list.join(''));
    fc.assert(
      fc.property(fc.oneof(jsonLike, mutated), (text) => {
        const progress = new JsonProgress();
        const length = progress.push(text);
        const isWhole = progress.end() && text.slice(length).trim() === '';
        expect(isWhole).toBe(isJson(text));
        if (progress.isBroken) expect(isJson(text)).toBe(false);
        else if (progress.isComplete) expect(isJson(text.slice(0, length))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

/** A valid text with one character changed: near misses are what random text seldom gives. */
const mutated = fc
  .tuple(fc.jsonValue(), fc.nat({ max: 1000 }), fc.constantFrom(...'{}[]:,"\\ 0e-\t'))
  .map(([value, at, letter]) => {
    const text = JSON.stringify(value);
    const offset = at % text.length;
    return text.slice(0, offset) + letter + text.slice(offset + 1);
  });

function isJson(text: string): boolean {
  return safeParseJson(text) !== undefined;
}
