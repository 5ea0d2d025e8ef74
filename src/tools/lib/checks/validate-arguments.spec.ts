import { toolOf } from '../../../../test/support/extraction';
import { findArgumentProblem } from './validate-arguments';

const tool = toolOf(
  'book',
  { city: { type: 'string' }, days: { type: 'integer', maximum: 9 }, kind: { enum: ['a', 'b'] } },
  { required: ['city'] },
);

describe('findArgumentProblem', () => {
  it('should find none in arguments that fit', () => {
    expect(findArgumentProblem(tool, '{"city":"Paris","days":3}')).toBeUndefined();
  });

  it.each([
    ['{"city":', 'not valid JSON'],
    ['[]', 'must be object'],
    ['{}', "must have required property 'city'"],
    ['{"city":5}', 'city must be string'],
    ['{"city":"x","days":10}', 'days must be <= 9'],
    ['{"city":"x","kind":"c"}', 'kind must be equal to one of the allowed values'],
  ])('should say what is wrong with %s', (json, problem) => {
    expect(findArgumentProblem(tool, json)).toContain(problem);
    expect(findArgumentProblem(tool, json)).toContain('book');
  });

  it('should name all problems, but not endlessly many', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`p${String(index)}`, { type: 'string' }]),
    );
    const given = Object.fromEntries(Object.keys(properties).map((name) => [name, 1]));
    const problem = findArgumentProblem(toolOf('f', properties), JSON.stringify(given)) ?? '';
    expect(problem.match(/must be string/g)).toHaveLength(10);
  });

  it('should not run regular expressions of the client', () => {
    const slow = { type: 'string', pattern: '^(a+)+$' };
    const schema = { properties: { x: slow }, patternProperties: { '^(a+)+$': { type: 'null' } } };
    const json = JSON.stringify({ x: `${'a'.repeat(50)}!`, [`${'a'.repeat(50)}!`]: 1 });
    expect(findArgumentProblem(toolOf('f', {}, { parameters: schema }), json)).toBeUndefined();
  });

  it.each([
    { type: 'strange' },
    { required: true },
    { $ref: '#/$defs/none' },
    { $ref: 'https://example.com/schema.json' },
    { properties: [] },
  ])('should check nothing against %j, which is no schema', (parameters) => {
    expect(findArgumentProblem(toolOf('f', {}, { parameters }), '{"a":1}')).toBeUndefined();
  });

  it.each(['http://json-schema.org/draft-07/schema#', 'https://example.com/own', 5])(
    'should not mind the draft %p',
    ($schema) => {
      const parameters = { $schema, ...tool.parameters };
      expect(findArgumentProblem({ ...tool, parameters }, '{}')).toContain('required');
    },
  );

  it('should keep requests with the same schema ids apart', () => {
    const withId = (type: string): typeof tool =>
      toolOf('f', { a: { $id: 'https://example.com/a', type } });
    expect(findArgumentProblem(withId('string'), '{"a":"x"}')).toBeUndefined();
    expect(findArgumentProblem(withId('integer'), '{"a":"x"}')).toContain('must be integer');
    expect(findArgumentProblem(withId('string'), '{"a":"x"}')).toBeUndefined();
  });
});
