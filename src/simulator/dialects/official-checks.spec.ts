import { checkOfficialRequest } from './official-checks';

const headers = { authorization: 'Bearer key' };
const USER = { role: 'user', content: 'x' };
const TOOL = { type: 'function', function: { name: 'f' } };

describe('checkOfficialRequest', () => {
  it.each([
    {},
    { temperature: 0, top_p: 0.01, max_tokens: 131_072, stop: ['a'], user_id: '123456' },
    { temperature: 1, top_p: 1, response_format: { type: 'json_object' } },
    { tools: [TOOL] },
    { tools: [TOOL], tool_choice: 'auto', tool_stream: true },
    { messages: [USER, { role: 'assistant', content: null }, { role: 'tool', content: 'x' }] },
    { thinking: { type: 'disabled' }, unheard_of: { a: 1 } },
  ])('should let %j pass', (fields) => {
    const body = { model: 'glm-4.5', messages: [USER], ...fields };
    expect(checkOfficialRequest({ headers, body }, undefined)).toBeUndefined();
  });

  it.each([
    ['1210', { messages: [USER, { role: 'developer', content: 'x' }] }],
    ['1214', { messages: [{ role: 'system', content: 'x' }] }],
    ['1210', { messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] }],
    ['1210', { temperature: 1.1 }],
    ['1210', { temperature: '1' }],
    ['1210', { top_p: 0 }],
    ['1210', { max_tokens: 131_073 }],
    ['1210', { stop: ['a', 'b'] }],
    ['1210', { stop: 'a' }],
    ['1210', { user_id: '12345' }],
    ['1210', { user_id: 'x'.repeat(129) }],
    ['1210', { response_format: { type: 'json_schema', json_schema: {} } }],
    ['1210', { tools: [TOOL], tool_choice: 'required' }],
    ['1210', { tools: [TOOL], tool_choice: { type: 'function', function: { name: 'f' } } }],
    ['1210', { tool_choice: 'auto' }],
    ['1210', { tools: [], tool_choice: 'auto' }],
  ])('should answer %s to %j', (code, fields) => {
    const body = { model: 'glm-4.5', messages: [USER], ...fields };
    const failure = checkOfficialRequest({ headers, body }, undefined);
    expect(failure).toMatchObject({ status: 400, code });
  });

  it.each([{}, { authorization: 'key' }, { authorization: 'Bearer ' }])(
    'should ask for a key at %j',
    (wrong) => {
      const body = { model: 'glm-4.5', messages: [USER] };
      const failure = checkOfficialRequest({ headers: wrong, body }, undefined);
      expect(failure).toMatchObject({ status: 401, code: '1000' });
    },
  );

  it('should know only the models that it serves', () => {
    const ask = (model: string): object | undefined =>
      checkOfficialRequest({ headers, body: { model, messages: [USER] } }, ['glm-4.5']);
    expect(ask('glm-4.5')).toBeUndefined();
    expect(ask('GLM-4.5')).toMatchObject({ status: 400, code: '1211' });
  });
});
