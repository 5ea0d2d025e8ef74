import { Ajv2020 } from 'ajv/dist/2020';
import fc from 'fast-check';
import { exampleValue } from './example-value';

type Schema = Readonly<Record<string, unknown>>;

/** Schemas as clients write them, bounds included; every one of them can be satisfied. */
const { schema: anySchema } = fc.letrec<{ schema: Schema; leaf: Schema; object: Schema }>(
  (tie) => ({
    leaf: fc.oneof(
      fc
        .tuple(fc.nat(30), fc.nat(30))
        .map(([least, more]) => ({ type: 'string', minLength: least, maxLength: least + more })),
      fc
        .tuple(fc.integer({ min: -99, max: 99 }), fc.nat(9))
        .map(([least, more]) => ({ type: 'integer', minimum: least, maximum: least + more })),
      fc
        .tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 9 }))
        .map(([above, more]) => ({
          type: 'number',
          exclusiveMinimum: above,
          exclusiveMaximum: above + more,
        })),
      fc
        .integer({ min: 1, max: 9 })
        .map((step) => ({ type: 'integer', multipleOf: step, minimum: 5 })),
      fc.constantFrom<Schema>(
        { type: 'boolean' },
        { type: 'null' },
        { type: ['string', 'null'] },
        { enum: ['a', 'b'] },
        { const: 7 },
        { type: 'string', default: 'usual' },
        { $ref: '#/$defs/Unit' },
        {},
      ),
    ),
    object: fc
      .dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('schema'), { maxKeys: 3 })
      .chain((properties) =>
        fc.subarray([...Object.keys(properties), 'undescribed']).map((required) => ({
          type: 'object',
          properties,
          required,
        })),
      ),
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('leaf'),
      tie('object'),
      fc.tuple(tie('schema'), fc.nat(3), fc.nat(3)).map(([items, least, more]) => ({
        type: 'array',
        items,
        minItems: least,
        maxItems: least + more,
      })),
      fc.tuple(tie('schema'), tie('schema')).map((branches) => ({ anyOf: branches })),
      tie('object').map((base) => ({ allOf: [base, { required: ['also'] }] })),
    ),
  }),
);

describe('exampleValue', () => {
  it('should fit the schema', () => {
    const $defs = { Unit: { type: 'string', enum: ['celsius', 'fahrenheit'] } };
    const root = fc
      .dictionary(fc.stringMatching(/^[a-z]{1,5}$/), anySchema, { minKeys: 1, maxKeys: 4 })
      .map((properties) => ({
        type: 'object',
        properties,
        required: Object.keys(properties),
        $defs,
      }));
    const ajv = new Ajv2020({ strict: false });
    fc.assert(
      fc.property(root, (schema) => {
        const example = exampleValue(schema);
        const isValid = ajv.validate(schema, example);
        if (!isValid) throw new Error(`${JSON.stringify(example)}: ${ajv.errorsText()}`);
      }),
      { numRuns: 300 },
    );
  });

  it('should show the first parameter where none is required', () => {
    const properties = { city: { type: 'string' }, days: { type: 'integer' } };
    expect(exampleValue({ type: 'object', properties })).toEqual({ city: 'text' });
    expect(exampleValue({ type: 'object' })).toEqual({});
    expect(exampleValue({})).toEqual({});
  });

  it('should follow references as pydantic writes them', () => {
    const schema = {
      $defs: {
        Place: {
          type: 'object',
          properties: { name: { type: 'string' }, unit: { $ref: '#/$defs/Unit' } },
          required: ['name', 'unit'],
        },
        Unit: { enum: ['km', 'mi'] },
      },
      type: 'object',
      properties: { place: { allOf: [{ $ref: '#/$defs/Place' }], description: 'Where' } },
      required: ['place'],
    };
    expect(exampleValue(schema)).toEqual({ place: { name: 'text', unit: 'km' } });
  });

  it('should use examples of known formats', () => {
    const properties = { at: { type: 'string', format: 'date' } };
    expect(exampleValue({ type: 'object', properties })).toEqual({ at: '2025-01-31' });
  });

  it('should stay small whatever refers to what', () => {
    const twice = (name: string): Schema => ({
      type: 'object',
      properties: { a: { $ref: `#/$defs/${name}` }, b: { $ref: `#/$defs/${name}` } },
      required: ['a', 'b'],
    });
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, level) => [
        `n${String(level)}`,
        twice(`n${String(level + 1)}`),
      ]),
    );
    const loop = { $ref: '#', properties: { me: { $ref: '#' } }, required: ['me'] };
    expect(JSON.stringify(exampleValue({ ...twice('n0'), $defs })).length).toBeLessThan(10_000);
    expect(JSON.stringify(exampleValue(loop)).length).toBeLessThan(10_000);
  });
});
