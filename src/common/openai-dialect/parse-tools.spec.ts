import type { GatewayError } from '../../protocol/gateway-error';
import { FLAT, parseToolChoice, parseTools } from './parse-tools';

const tool = (name: unknown, fields: object = {}): object => ({
  type: 'function',
  function: { name, ...fields },
});
const tools = parseTools([tool('ping'), tool('get_time')]);

describe('parseTools', () => {
  it('should map functions and leave out other types', () => {
    const parameters = { type: 'object', properties: { a: { type: 'string' } } };
    const given = [
      { type: 'web_search' },
      tool('ping', { description: 'Pings.', parameters, strict: true }),
      { type: 'custom', custom: { name: 'x' } },
    ];
    expect(parseTools(given)).toEqual([
      { name: 'ping', description: 'Pings.', parameters, strict: true },
    ]);
  });

  it.each([undefined, null, []])('should see no tools in %p', (value) => {
    expect(parseTools(value)).toEqual([]);
  });

  it('should take a function without parameters', () => {
    expect(parseTools([tool('ping')])).toMatchObject([
      { parameters: { type: 'object', properties: {} }, strict: false },
    ]);
  });

  it.each([
    ['an object', {}, 'tools'],
    ['a tool that is none', ['x'], 'tools[0]'],
    ['a function that is none', [{ type: 'function' }], 'tools[0].function'],
    ['no name', [tool('a'), tool(undefined)], 'tools[1].function.name'],
    ['an empty name', [tool('')], 'tools[0].function.name'],
    ['a name with blanks', [tool('a b')], 'tools[0].function.name'],
    ['a name with a tag', [tool('<x>')], 'tools[0].function.name'],
    ['a long name', [tool('x'.repeat(129))], 'tools[0].function.name'],
    ['parameters that are a list', [tool('a', { parameters: [] })], 'tools[0].function.parameters'],
    ['a name twice', [tool('a'), tool('a')], 'tools'],
    ['too many', Array.from({ length: 129 }, (_, index) => tool(`t${String(index)}`)), 'tools'],
    ['too much', [tool('a', { description: 'x'.repeat(1024 * 1024) })], 'tools'],
    ['too deep', [tool('a', { parameters: nested(100) })], 'tools'],
    ['far too deep', [tool('a', { parameters: nested(100_000) })], 'tools'],
  ])('should refuse %s', (_, value, param) => {
    expect(errorOf(() => parseTools(value))).toMatchObject({ kind: 'invalid-request', param });
  });
});

describe('parseTools, of the flat form', () => {
  it('should map functions and name the field at fault', () => {
    const given = [{ type: 'function', name: 'ping', strict: true }, { type: 'namespace' }];
    expect(parseTools(given, FLAT)).toMatchObject([{ name: 'ping', strict: true }]);
    const refused = errorOf(() => parseTools([tool('ping')], FLAT));
    expect(refused).toMatchObject({ kind: 'invalid-request', param: 'tools[0].name' });
  });

  it('should map a choice of a function', () => {
    const choice = { type: 'function', name: 'ping' };
    expect(parseToolChoice(choice, tools, FLAT)).toEqual(choice);
  });
});

describe('parseToolChoice', () => {
  it.each([
    [undefined, { type: 'auto' }],
    [null, { type: 'auto' }],
    ['auto', { type: 'auto' }],
    ['none', { type: 'none' }],
    ['required', { type: 'required' }],
    [
      { type: 'function', function: { name: 'ping' } },
      { type: 'function', name: 'ping' },
    ],
  ])('should map %j', (value, choice) => {
    expect(parseToolChoice(value, tools)).toEqual(choice);
  });

  it.each(['any', 5, {}, { type: 'function' }, { type: 'function', function: { name: 'other' } }])(
    'should refuse %j',
    (value) => {
      const refused = { kind: 'invalid-request', param: 'tool_choice' };
      expect(errorOf(() => parseToolChoice(value, tools))).toMatchObject(refused);
    },
  );

  it('should refuse to require a call where there are no tools', () => {
    expect(errorOf(() => parseToolChoice('required', []))).toMatchObject({ param: 'tool_choice' });
  });
});

function nested(depth: number): object {
  let value: object = {};
  for (let level = 0; level < depth; level += 1) value = { properties: value };
  return value;
}

function errorOf(run: () => unknown): GatewayError | undefined {
  try {
    run();
  } catch (error) {
    return error as GatewayError;
  }
  return undefined;
}
