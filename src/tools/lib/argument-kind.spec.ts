import { argumentKind, toJsonArgument } from './argument-kind';

const root = {
  $defs: {
    Name: { type: 'string' },
    Loop: { $ref: '#/$defs/Loop' },
    'a/b': { type: 'integer' },
    'Pair[int]': { type: 'array' },
  },
};

describe('argumentKind', () => {
  it.each([
    [{ type: 'string' }, 'string'],
    [{ type: 'integer' }, 'json'],
    [{ type: 'object' }, 'json'],
    [{ type: ['string', 'null'] }, 'unknown'],
    [{ type: ['integer', 'null'] }, 'json'],
    [{ enum: ['a', 'b'] }, 'string'],
    [{ enum: ['a', 1] }, 'unknown'],
    [{ const: 'a' }, 'string'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'unknown'],
    [{ oneOf: [{ type: 'string' }, { enum: ['x'] }] }, 'string'],
    [{ allOf: [{ $ref: '#/$defs/Name' }] }, 'string'],
    [{ $ref: '#/$defs/a~1b' }, 'json'],
    [{ $ref: '#/$defs/Pair%5Bint%5D' }, 'json'],
    [{ $ref: '#/$defs/toString' }, 'unknown'],
    [{ $ref: '#/$defs/Loop' }, 'unknown'],
    [{ $ref: 'https://example.com/schema' }, 'unknown'],
    [{}, 'unknown'],
    [true, 'unknown'],
    [undefined, 'unknown'],
  ])('should see in %j the kind %s', (schema, kind) => {
    expect(argumentKind(schema, root)).toBe(kind);
  });

  it('should not follow references between alternatives over and over', () => {
    const again = Array.from({ length: 100 }, () => ({ $ref: '#/$defs/Again' }));
    const $defs = { Again: { anyOf: again } };
    expect(argumentKind({ $ref: '#/$defs/Again' }, { $defs })).toBe('unknown');
  });
});

describe('toJsonArgument', () => {
  it.each([
    ['5', 'string', '"5"'],
    ['5', 'json', '5'],
    [' 5\n', 'json', '5'],
    ['5', 'unknown', '5'],
    ['None', 'json', 'null'],
    ['five', 'json', '"five"'],
    ['a\n"b"', 'unknown', '"a\\n\\"b\\""'],
  ] as const)('should write %j of kind %s as %s', (written, kind, json) => {
    expect(toJsonArgument(written, kind)).toBe(json);
  });
});
