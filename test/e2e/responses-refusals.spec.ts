import { TEST_KEY } from '../support/gateway-process';
import { readError } from '../support/read-error';
import { askForResponse, WEATHER_TOOL } from '../support/responses';
import { Stack } from '../support/stack';

const tools = [WEATHER_TOOL];

describe('refusals of /v1/responses', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    expect(stack.gateway.output).not.toContain('"level":"error"');
    await stack.stop();
  });

  const wrong: readonly [param: string, fields: object, code?: string][] = [
    ['input', { input: undefined }, 'missing_required_parameter'],
    ['input', { input: 5 }],
    ['input[1]', { input: [{ role: 'user', content: 'x' }, 'x'] }],
    ['input[0].role', { input: [{ role: 'admin', content: 'x' }] }],
    ['input[0].content', { input: [{ role: 'user', content: 5 }] }],
    [
      'input[0].content[0]',
      { input: [{ role: 'user', content: [{ type: 'input_file' }] }] },
      'unsupported_content',
    ],
    [
      'input[0].content[0]',
      { input: [{ role: 'user', content: [{ type: 'input_image', file_id: 'f' }] }] },
      'unsupported_content',
    ],
    ['input[0].name', { input: [{ type: 'function_call', call_id: 'c' }] }],
    ['input[0].call_id', { input: [{ type: 'function_call_output', output: 'x' }] }],
    ['input[0]', { input: [{ type: 'compaction', encrypted_content: 'x' }] }, 'unsupported_item'],
    ['input[0].type', { input: [{}] }],
    ['input[0].id', { input: [{ type: 'item_reference' }] }],
    ['input', { input: [] }],
    ['input', { input: [{ type: 'web_search_call', id: 'ws_1' }] }],
    ['reasoning.summary', { reasoning: { summary: 3 } }],
    ['tools[0].name', { tools: [{ type: 'function' }] }],
    ['tool_choice', { tool_choice: 'required' }],
    ['tool_choice', { tools, tool_choice: { type: 'web_search' } }, 'unsupported_parameter'],
    ['tool_choice.mode', { tools, tool_choice: { type: 'allowed_tools' } }],
    ['text.format.type', { text: { format: {} } }],
    ['text', { text: 'json' }],
    ['reasoning.effort', { reasoning: { effort: 3 } }],
    ['max_output_tokens', { max_output_tokens: 0 }],
    ['previous_response_id', { previous_response_id: 7 }],
    ['background', { background: true }, 'unsupported_parameter'],
    ['conversation', { conversation: 'conv_1' }, 'unsupported_parameter'],
    ['prompt', { prompt: { id: 'pmpt_1' } }, 'unsupported_parameter'],
    ['top_logprobs', { top_logprobs: 3 }, 'unsupported_parameter'],
  ];

  it.each(wrong.map(([param, fields, code = null]) => ({ param, fields, code })))(
    'should name $param as wrong in $fields',
    async ({ param, fields, code }) => {
      const response = await askForResponse(stack.origin, fields);
      expect(response.status).toBe(400);
      expect(await readError(response)).toMatchObject({ param, code });
    },
  );

  it.each<readonly [param: string, start: string, end: string]>([
    ['input[0]', '"input":[{"role":"user","content":"x","extra":', '}]'],
    ['input[0]', '"input":[{"type":"local_shell_call","call_id":"c","action":', '}]'],
    ['input[0]', '"input":[{"type":"shell_call_output","call_id":"c","output":', '}]'],
    ['metadata', '"input":"x","metadata":', ''],
    ['top_logprobs', '"input":"x","top_logprobs":', ''],
    ['tool_choice', '"input":"x","tool_choice":{"type":"auto","x":', '}'],
  ])('should refuse what nests without end, in %s after %s', async (param, start, end) => {
    const deep = `${'{"a":'.repeat(60_000)}1${'}'.repeat(60_000)}`;
    const response = await fetch(`${stack.origin}/v1/responses`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TEST_KEY}`, 'content-type': 'application/json' },
      body: `{${start}${deep}${end}}`,
    });
    expect(response.status).toBe(400);
    expect(await readError(response)).toMatchObject({ param });
  });
});
