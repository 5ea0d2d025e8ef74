import fc from 'fast-check';
import type { ToolDefinition } from '../../src/protocol/tool-definition';

/** A tool and arguments that a model might give it. */
export interface ToolUse {
  readonly tool: ToolDefinition;
  readonly given: Readonly<Record<string, unknown>>;
}

/** What confuses readers of calls: markers of every form, brackets, quotes, code, all scripts. */
const TROUBLE = [
  '```',
  '```json\n',
  '{"tool_calls":[',
  '{',
  '}]}',
  '"',
  '\\',
  '\\"',
  '\\u4f60',
  '\n',
  '\r\n',
  '\t',
  ' ',
  '<tool_call>',
  '</tool_call>',
  '<arg_key>',
  '</arg_key>',
  '<arg_value>',
  '</arg_val',
  '<tool_response>',
  '<|observation|>',
  'if (a < b && c > d) { return "x"; }',
  '调用函数：f 参数：{}',
  '北京',
  '👩‍👩‍👧',
  'é',
  '\u2028',
  '\u0000',
];

/** Text of a model: everything but the one tag that GLM's form cannot carry in a string. */
export const troublesomeText = fc
  .array(
    fc.oneof(fc.constantFrom(...TROUBLE), fc.string({ unit: 'binary', maxLength: 8 }), fc.string()),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(''))
  .filter((text) => !text.includes('</arg_value>'));

export const toolName = fc.stringMatching(/^[A-Za-z_][\w.:-]{0,20}$/);

const parameterName = fc.oneof(
  fc.stringMatching(/^[a-zA-Z_]\w{0,12}$/),
  fc.constantFrom('城市', 'a b', 'x"y', 'tool_calls', 'name', 'arguments', 'id', 'é'),
);

const typed = fc.oneof(
  troublesomeText.map((value) => ({ schema: { type: 'string' }, value })),
  fc.integer().map((value) => ({ schema: { type: 'integer' }, value })),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => ({ schema: { type: 'number' }, value })),
  fc.boolean().map((value) => ({ schema: { type: 'boolean' }, value })),
  fc.constant({ schema: { type: 'null' }, value: null }),
  fc.array(troublesomeText, { maxLength: 3 }).map((value) => ({
    schema: { type: 'array', items: { type: 'string' } },
    value,
  })),
  fc
    .dictionary(parameterName, fc.oneof(troublesomeText, fc.jsonValue()), { maxKeys: 3 })
    .map((value) => ({
      schema: { type: 'object' },
      value,
    })),
);

/** A random tool with arguments of its types; no values that only JSON's own text can carry. */
export const toolUse: fc.Arbitrary<ToolUse> = fc
  .record({ name: toolName, parameters: fc.dictionary(parameterName, typed, { maxKeys: 4 }) })
  .map(({ name, parameters }) => {
    const entries = Object.entries(parameters);
    const properties = Object.fromEntries(entries.map(([key, { schema }]) => [key, schema]));
    return {
      tool: {
        name,
        description: undefined,
        strict: false,
        parameters: { type: 'object', properties, required: Object.keys(properties) },
      },
      given: Object.fromEntries(entries.map(([key, { value }]) => [key, value])),
    };
  })
  .filter(({ given }) => !JSON.stringify(given).includes('</arg_value>'));
