import { OrdinaryJson } from './ordinary-json';

describe('OrdinaryJson', () => {
  it.each([
    ['{"a": "b', true, true],
    ['{"a": "b\\"', true, true],
    ['{"a": "b"', false, true],
    ['{"a": "b"}', false, false],
    ['[{"a": ["', true, true],
    ['say "hi', false, false],
    ['{name} and "x', false, false],
    ['As [1] says "x', false, false],
    ['if (x) { y = "z', false, false],
    ['{"a": "b\n', false, false],
  ])('should know of %j', (text, isInString, isInside) => {
    for (const size of [1, 4, text.length]) {
      const json = new OrdinaryJson();
      for (let from = 0; from < text.length; from += size) {
        json.read(text, from, Math.min(from + size, text.length));
      }
      expect({ isInString: json.isInString, isInside: json.isInside }).toEqual({
        isInString,
        isInside,
      });
    }
  });
});
