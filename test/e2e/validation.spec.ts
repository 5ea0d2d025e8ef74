import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { readError } from '../support/read-error';
import { upstreamUnderTest } from '../support/upstream-under-test';

const USER = { role: 'user', content: 'x' };
const IMAGE = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } };

describe('validation of chat requests', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    await stack.stop();
  });

  it.each([
    ['messages', { messages: [] }],
    ['messages', { messages: 'x' }],
    ['messages[1]', { messages: [USER, 'x'] }],
    ['messages[0].role', { messages: [{ role: 'admin', content: 'x' }] }],
    ['messages[0].role', { messages: [{ content: 'x' }] }],
    ['messages[2].content', { messages: [USER, USER, { role: 'user', content: 5 }] }],
    ['messages[0].content[1]', { messages: [{ role: 'user', content: ['x', 5] }] }],
    ['messages[0].content[0].text', { messages: [{ role: 'user', content: [{ type: 'text' }] }] }],
    ['messages[0].content[0]', { messages: [{ role: 'user', content: [{ type: 'video' }] }] }],
    ['messages[0].tool_calls', { messages: [{ role: 'assistant', tool_calls: 'x' }] }],
    [
      'messages[0].tool_calls[0].function.name',
      { messages: [{ role: 'assistant', tool_calls: [{}] }] },
    ],
    ['messages[0].tool_call_id', { messages: [{ role: 'tool', content: 'x', tool_call_id: 1 }] }],
    ['model', { model: 5 }],
    ['model', { model: 'x'.repeat(300) }],
    ['stream', { stream: 'yes' }],
    ['stream_options', { stream_options: [] }],
    ['temperature', { temperature: '1' }],
    ['temperature', { temperature: 2.1 }],
    ['temperature', { temperature: -1 }],
    ['top_p', { top_p: 1.5 }],
    ['max_tokens', { max_tokens: 0 }],
    ['max_completion_tokens', { max_completion_tokens: 1.5 }],
    ['stop', { stop: 5 }],
    ['stop', { stop: [''] }],
    ['stop', { stop: Array.from({ length: 17 }, () => 'x') }],
    ['stop', { stop: 'x'.repeat(257) }],
    ['thinking', { thinking: 'on' }],
    ['enable_thinking', { enable_thinking: 'yes' }],
    ['reasoning_effort', { reasoning_effort: 1 }],
    ['n', { n: 'x' }],
    ['response_format', { response_format: 'json' }],
    ['response_format.type', { response_format: { type: 'xml' } }],
    ['response_format.json_schema', { response_format: { type: 'json_schema' } }],
  ])('should name %s as wrong in %j', async (param, fields) => {
    const response = await postChat(stack.origin, ask('x', fields));
    expect(response.status).toBe(400);
    const error = await readError(response);
    expect(error).toMatchObject({ type: 'invalid_request_error', param });
  });

  it.each([
    ['n', { n: 2 }],
    ['logprobs', { logprobs: true }],
    ['top_logprobs', { top_logprobs: 3 }],
    ['audio', { audio: { voice: 'x', format: 'mp3' } }],
    ['modalities', { modalities: ['text', 'audio'] }],
  ])('should refuse %s, which asks for an answer of another shape', async (param, fields) => {
    const response = await postChat(stack.origin, ask('x', fields));
    expect(response.status).toBe(400);
    const error = await readError(response);
    expect(error).toMatchObject({ param, code: 'unsupported_parameter' });
  });

  it.each([
    { n: 1, logprobs: false, top_logprobs: 0, modalities: ['text'] },
    { response_format: { type: 'text' }, stop: null, temperature: null, tools: null },
    { seed: 1, user: 'x', service_tier: 'auto', unheard_of: { a: [1] } },
    { stop: ['a', 'b'], temperature: 0, top_p: 1, max_tokens: 1 },
  ])('should take %j', async (fields) => {
    const response = await postChat(stack.origin, ask('x', fields));
    expect(response.status).toBe(200);
  });

  it('should say that a number is missing where text is given', async () => {
    const response = await postChat(stack.origin, ask('x', { temperature: '1' }));
    expect((await readError(response)).message).toContain('must be a number');
  });

  it('should name the image when the model takes none', async () => {
    const content = [{ type: 'text', text: 'What is this?' }, IMAGE];
    const fields = { messages: [USER, { role: 'user', content }] };
    const response = await postChat(stack.origin, ask('x', fields));
    expect(response.status).toBe(400);
    const error = await readError(response);
    expect(error).toMatchObject({
      param: 'messages[1].content[1]',
      code: 'image_not_supported',
    });
  });

  it.each([
    'file:///etc/passwd',
    'ftp://127.0.0.1/x',
    'javascript:alert(1)',
    'data:text/html,x',
    '',
  ])('should not take %j for an image', async (url) => {
    const messages = [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }];
    const response = await postChat(stack.origin, { model: 'GLM-4.5V', messages });
    expect(response.status).toBe(400);
    expect((await readError(response)).param).toBe('messages[0].content[0]');
  });

  it('should pass an image on to a model that takes it', async () => {
    const messages = [{ role: 'user', content: [{ type: 'text', text: 'What is it?' }, IMAGE] }];
    const response = await postChat(stack.origin, { model: 'GLM-4.5V', messages });
    expect(response.status).toBe(200);
    expect(stack.simulator.exchanges.at(-1)?.body).toMatchObject({ model: 'glm-4.5v', messages });
  });

  it('should pass on an address without fetching it', async () => {
    const url = `${stack.simulator.origin}/secret.png`;
    const before = stack.upstreamRequests;
    const messages = [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }];
    await (await postChat(stack.origin, { model: 'GLM-4.5V', messages })).json();
    expect(stack.upstreamRequests - before).toBe(upstreamUnderTest.requestsPerChat);
    expect(stack.simulator.exchanges.at(-1)?.body).toMatchObject({ messages });
  });

  it.each(['GLM-99', '../../etc/passwd', '__proto__', 'constructor', ' GLM-4.5'])(
    'should not know the model %j, and not ask the upstream',
    async (model) => {
      const before = stack.upstreamRequests;
      const response = await postChat(stack.origin, ask('x', { model, stream: true }));
      expect(response.status).toBe(404);
      const error = await readError(response);
      expect(error).toMatchObject({
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_found',
      });
      expect(stack.upstreamRequests).toBe(before);
    },
  );

  it('should let no field of the request choose the upstream', async () => {
    const fields = {
      api_base: 'http://127.0.0.1:1',
      base_url: 'http://127.0.0.1:1',
      extra_headers: { authorization: 'Bearer stolen', 'x-extra': 'x' },
      chat_id: 'mine',
    };
    const headers = { 'x-forwarded-host': 'evil.example', 'x-api-base': 'http://127.0.0.1:1' };
    const response = await postChat(stack.origin, ask('x', fields), { headers });
    expect(response.status).toBe(200);
    const last = stack.simulator.exchanges.at(-1);
    expect(last?.headers.authorization ?? '').toMatch(upstreamUnderTest.credential);
    expect(last?.headers).not.toHaveProperty('x-extra');
    expect(last?.headers).not.toHaveProperty('x-forwarded-host');
    expect(last?.body['chat_id']).not.toBe('mine');
  });
});
