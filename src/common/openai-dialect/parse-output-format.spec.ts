import { failureOf } from '../../../test/support/failure';
import { parseOutputFormat } from './parse-output-format';

const schema = { type: 'object', properties: { city: { type: 'string' } } };
const jsonSchema = (fields: object): object => ({ type: 'json_schema', json_schema: fields });

describe('parseOutputFormat', () => {
  it.each([
    [undefined, { type: 'text' }],
    [null, { type: 'text' }],
    [{ type: 'text' }, { type: 'text' }],
    [{ type: 'json_object', schema }, { type: 'json-object' }],
    [
      jsonSchema({ name: 'place', description: 'A place.', schema, strict: true }),
      { type: 'json-schema', name: 'place', description: 'A place.', schema, strict: true },
    ],
    [
      jsonSchema({ name: 'place', description: null, schema, strict: null }),
      { type: 'json-schema', name: 'place', schema, strict: false },
    ],
    [jsonSchema({ schema }), { type: 'json-schema', name: 'response', schema, strict: false }],
    [jsonSchema({ name: 'place' }), { type: 'json-object' }],
    [jsonSchema({ name: 'place', schema: null }), { type: 'json-object' }],
  ])('should map %j', (value, format) => {
    expect(parseOutputFormat(value, 'response_format')).toEqual(format);
  });

  it.each([
    ['text', 'response_format'],
    [[], 'response_format'],
    [{}, 'response_format.type'],
    [{ type: 'xml' }, 'response_format.type'],
    [{ type: 'json_schema' }, 'response_format.json_schema'],
    [{ type: 'json_schema', json_schema: [] }, 'response_format.json_schema'],
    [jsonSchema({ name: '', schema }), 'response_format.json_schema.name'],
    [jsonSchema({ name: 'a b', schema }), 'response_format.json_schema.name'],
    [jsonSchema({ name: 'x'.repeat(65), schema }), 'response_format.json_schema.name'],
    [jsonSchema({ name: 7, schema }), 'response_format.json_schema.name'],
    [jsonSchema({ name: 'a', schema: [] }), 'response_format.json_schema.schema'],
    [jsonSchema({ name: 'a', schema: true }), 'response_format.json_schema.schema'],
  ])('should refuse %j', (value, param) => {
    expect(failureOf(() => parseOutputFormat(value, 'response_format'))).toMatchObject({
      kind: 'invalid-request',
      param,
    });
  });

  it.each([
    ['deep', nested(100)],
    ['deep beyond all recursion', nested(100_000)],
    ['large', { description: 'x'.repeat(1024 * 1024) }],
  ])('should refuse a schema that is too %s', (_, given) => {
    const value = jsonSchema({ name: 'a', schema: given });
    expect(failureOf(() => parseOutputFormat(value, 'text.format'))).toMatchObject({
      kind: 'invalid-request',
      param: 'text.format.json_schema.schema',
    });
  });
});

function nested(levels: number): object {
  let value = {};
  for (let level = 0; level < levels; level += 1) value = { items: value };
  return value;
}

describe('parseOutputFormat, of the flat form', () => {
  it('should map a schema and name the field at fault', () => {
    const flat = { type: 'json_schema', name: 'place', schema, strict: true };
    expect(parseOutputFormat(flat, 'text.format', { isFlat: true })).toEqual({
      ...{ type: 'json-schema', name: 'place', schema, strict: true },
    });
    const parse = (): unknown =>
      parseOutputFormat({ ...flat, name: 'a b' }, 'text.format', { isFlat: true });
    expect(failureOf(parse)).toMatchObject({ param: 'text.format.name' });
  });
});
