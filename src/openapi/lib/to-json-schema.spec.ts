import { toJsonSchema } from './to-json-schema';

describe('toJsonSchema', () => {
  const reference = { $ref: '#/components/schemas/Usage' };

  it.each([
    {
      it: 'should make null a type',
      schema: { type: 'string', nullable: true, description: 'A name.' },
      expected: { type: ['string', 'null'], description: 'A name.' },
    },
    {
      it: 'should make null a choice of an enumeration',
      schema: { type: 'string', nullable: true, enum: ['a', 'b'] },
      expected: { type: ['string', 'null'], enum: ['a', 'b', null] },
    },
    {
      it: 'should make null an alternative of a reference',
      schema: { type: 'object', nullable: true, description: 'Counts.', allOf: [reference] },
      expected: { description: 'Counts.', anyOf: [reference, { type: 'null' }] },
    },
    {
      it: 'should make null one more alternative',
      schema: { nullable: true, oneOf: [{ type: 'string' }, { type: 'array', items: reference }] },
      expected: {
        oneOf: [{ type: 'string' }, { type: 'array', items: reference }, { type: 'null' }],
      },
    },
    {
      it: 'should describe a reference without wrapping it',
      schema: { description: 'Counts.', allOf: [reference] },
      expected: { description: 'Counts.', ...reference },
    },
    {
      it: 'should keep what combines schemas',
      schema: { allOf: [reference, { type: 'object' }] },
      expected: { allOf: [reference, { type: 'object' }] },
    },
    {
      it: 'should list an example, also one that is false',
      schema: { type: 'boolean', example: false },
      expected: { type: 'boolean', examples: [false] },
    },
    {
      it: 'should rewrite schemas inside of schemas',
      schema: {
        type: 'object',
        properties: { list: { type: 'array', items: { type: 'number', nullable: true } } },
        additionalProperties: { type: 'string', example: 'x' },
      },
      expected: {
        type: 'object',
        properties: { list: { type: 'array', items: { type: ['number', 'null'] } } },
        additionalProperties: { type: 'string', examples: ['x'] },
      },
    },
    {
      it: 'should take a property for a property, whatever its name',
      schema: { type: 'object', properties: { nullable: { type: 'boolean' }, allOf: reference } },
      expected: { type: 'object', properties: { nullable: { type: 'boolean' }, allOf: reference } },
    },
    {
      it: 'should keep a boolean for additional properties',
      schema: { type: 'object', additionalProperties: true },
      expected: { type: 'object', additionalProperties: true },
    },
  ])('$it', ({ schema, expected }) => {
    expect(toJsonSchema(schema)).toEqual(expected);
  });
});
