import { toolOf } from '../../../test/support/extraction';
import { parameterKind, requiredParameters, ToolDirectory } from './tool-directory';

describe('ToolDirectory', () => {
  const names = ['get_weather', 'Read', 'read', 'web-search', 'functions.a', 'mcp:do.it'];
  const directory = new ToolDirectory(names.map((name) => toolOf(name)));

  it.each([
    ['get_weather', 'get_weather'],
    [' get_weather\n', 'get_weather'],
    ['functions.get_weather', 'get_weather'],
    ['GET-Weather', 'get_weather'],
    ['web_search', 'web-search'],
    ['Read', 'Read'],
    ['read', 'read'],
    ['functions.a', 'functions.a'],
    ['mcp:do.it', 'mcp:do.it'],
  ])('should find what %j means', (written, name) => {
    expect(directory.find(written)?.name).toBe(name);
  });

  it.each(['READ', 'get', 'launch', '', 'constructor'])(
    'should not guess what %j means',
    (written) => {
      expect(directory.find(written)).toBeUndefined();
    },
  );
});

describe('parameterKind', () => {
  const tool = toolOf('f', { a: { type: 'string' }, b: { type: 'array' } });

  it.each([
    ['a', 'string'],
    ['b', 'json'],
    ['c', 'unknown'],
    ['toString', 'unknown'],
  ])('should look up %s', (name, kind) => {
    expect(parameterKind(tool, name)).toBe(kind);
  });
});

describe('requiredParameters', () => {
  it('should take names only', () => {
    const parameters = { required: ['a', 1, null, 'b'] };
    expect(requiredParameters(toolOf('f', {}, { parameters }))).toEqual(['a', 'b']);
    expect(requiredParameters(toolOf('f', {}, { parameters: { required: true } }))).toEqual([]);
  });
});
