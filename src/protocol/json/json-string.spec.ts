import fc from 'fast-check';
import { parseJsonString, toJsonString } from './json-string';

const anyString = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '\n', '\u001f', ' ', '!', '#', '[', ']', '\u007f'),
  }),
);

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

describe('toJsonString', () => {
  it('should say what JSON.stringify says', () => {
    fc.assert(
      fc.property(anyString, (text) => {
        expect(toJsonString(text)).toBe(JSON.stringify(text));
      }),
    );
  });
});

describe('parseJsonString', () => {
  it('should read what it is', () => {
    fc.assert(
      fc.property(anyString, (text) => {
        expect(parseJsonString(JSON.stringify(text))).toBe(text);
      }),
    );
  });

  it('should read nothing else', () => {
    const others = fc.oneof(
      anyString,
      fc.json(),
      anyString.map((text) => `"${text}"`),
    );
    fc.assert(
      fc.property(others, (json) => {
        const value = json.startsWith('"') && json.endsWith('"') ? parse(json) : undefined;
        expect(parseJsonString(json)).toBe(typeof value === 'string' ? value : undefined);
      }),
    );
  });

  it.each(['"', '', '""a""', '"\\u12"', '"a" ', '["a"]'])('should not take %j for one', (json) => {
    expect(parseJsonString(json)).toBeUndefined();
  });
});
