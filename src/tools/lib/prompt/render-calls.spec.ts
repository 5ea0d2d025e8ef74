import fc from 'fast-check';
import { cutInto, extract, hear } from '../../../../test/support/extraction';
import { type ToolUse, toolUse } from '../../../../test/support/tool-arbitraries';
import { renderCalls } from './render-calls';

const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe('renderCalls', () => {
  it.each(['glm', 'json'] as const)('should write in %s what the extractor reads', (format) => {
    fc.assert(
      fc.property(fc.array(toolUse, { minLength: 1, maxLength: 3 }), cuts, (uses, lengths) => {
        const distinct = withDistinctNames(uses);
        const calls = distinct.map(({ tool, given }, index) => ({
          id: `call_${String(index)}`,
          name: tool.name,
          arguments: JSON.stringify(given),
        }));
        const deltas = cutInto(renderCalls(calls, format), lengths);
        const heard = hear(
          extract(
            distinct.map(({ tool }) => tool),
            deltas,
          ),
        );
        expect(heard).toMatchObject({ text: '', end: 'tool-calls' });
        expect(heard.calls.map(({ name, json }) => [name, JSON.parse(json) as unknown])).toEqual(
          calls.map((call) => [call.name, JSON.parse(call.arguments) as unknown]),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('should keep ids in JSON', () => {
    const text = renderCalls([{ id: 'call_7', name: 'ping', arguments: '{}' }], 'json');
    expect(text).toBe(
      '```json\n{"tool_calls":[{"id":"call_7","type":"function","function":{"name":"ping","arguments":{}}}]}\n```',
    );
  });

  it('should write strings as they are and other values as JSON in tags', () => {
    const json = '{"path":"a \\"b\\"\\n<c>","lines":[1,2],"dry":true}';
    expect(renderCalls([{ id: 'x', name: 'write', arguments: json }], 'glm')).toBe(
      [
        '<tool_call>write',
        '<arg_key>path</arg_key>\n<arg_value>a "b"\n<c></arg_value>',
        '<arg_key>lines</arg_key>\n<arg_value>[1,2]</arg_value>',
        '<arg_key>dry</arg_key>\n<arg_value>true</arg_value>',
        '</tool_call>',
      ].join('\n'),
    );
  });

  it.each(['glm', 'json'] as const)(
    'should not lose arguments that are no JSON in %s',
    (format) => {
      const text = renderCalls([{ id: 'x', name: 'write', arguments: '{"path": oops' }], format);
      expect(text).toContain('oops');
    },
  );

  it.each(['glm', 'json'] as const)('should write a call without arguments in %s', (format) => {
    const text = renderCalls([{ id: 'x', name: 'ping', arguments: '' }], format);
    const ping = { name: 'ping', description: undefined, parameters: {}, strict: false };
    expect(hear(extract([ping], [text])).calls).toMatchObject([{ name: 'ping', json: '{}' }]);
  });
});

/** Names that a reader would take for one another cannot both be declared and meant. */
function withDistinctNames(uses: readonly ToolUse[]): readonly ToolUse[] {
  return uses.map((use, index) => ({
    ...use,
    tool: { ...use.tool, name: `${use.tool.name}_${String(index)}` },
  }));
}
