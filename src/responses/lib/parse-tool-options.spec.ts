import { failureOf } from '../../../test/support/failure';
import type { CreateResponseDto } from '../dto/create-response.dto';
import { parseToolOptions } from './parse-tool-options';

const tools = ['a', 'b'].map((name) => ({ type: 'function', name }));
const options = (fields: object): CreateResponseDto => ({ tools, ...fields });
const allowed = (mode: string, ...names: readonly string[]): object => ({
  tool_choice: {
    type: 'allowed_tools',
    mode,
    tools: names.map((name) => ({ type: 'function', name })),
  },
});

describe('parseToolOptions', () => {
  it('should leave only the allowed tools to the model', () => {
    const { tools: left, toolChoice } = parseToolOptions(options(allowed('required', 'b')), true);
    expect(left.map(({ name }) => name)).toEqual(['b']);
    expect(toolChoice).toEqual({ type: 'required' });
  });

  it('should take the choice of one function', () => {
    const choice = { type: 'function', name: 'a' };
    const { tools: left, toolChoice } = parseToolOptions(options({ tool_choice: choice }), true);
    expect(left).toHaveLength(2);
    expect(toolChoice).toEqual(choice);
  });

  it('should have no tools where they are switched off', () => {
    expect(parseToolOptions(options({ tool_choice: { type: 'web_search' } }), false)).toEqual({
      ...{ tools: [], toolChoice: { type: 'none' }, allowsParallelCalls: true },
    });
  });

  it.each([
    { fields: { tool_choice: { type: 'web_search' } }, param: 'tool_choice' },
    { fields: { tool_choice: { type: 'function', name: 'c' } }, param: 'tool_choice' },
    { fields: allowed('required', 'c'), param: 'tool_choice' },
    { fields: allowed('none', 'a'), param: 'tool_choice.mode' },
    {
      fields: { tool_choice: { type: 'allowed_tools', mode: 'auto' } },
      param: 'tool_choice.tools',
    },
  ])('should refuse $fields', ({ fields, param }) => {
    const refused = failureOf(() => parseToolOptions(options(fields), true));
    expect(refused).toMatchObject({ kind: 'invalid-request', param });
  });
});
