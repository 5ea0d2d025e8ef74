import { generationRequest, userMessage } from '../../../../../test/support/generation-requests';
import { modelProfile } from '../../../../../test/support/model-profiles';
import type { Message } from '../../../../protocol/generation-request';
import { buildWebRequest } from './build-web-request';

const IDS = { chatId: 'chat-1', messageId: 'message-1', dateTime: '2025-09-03 10:00:00' };

describe('buildWebRequest', () => {
  it('should ask for a stream of the upstream model, with the ids of this call', () => {
    expect(build()).toMatchObject({
      stream: true,
      model: '0727-360B-API',
      model_item: { id: '0727-360B-API', name: 'GLM-4.5' },
      chat_id: 'chat-1',
      id: 'message-1',
      variables: { '{{CURRENT_DATETIME}}': '2025-09-03 10:00:00' },
      background_tasks: { title_generation: false, tags_generation: false },
    });
  });

  it.each([
    { it: 'the default of a model', asked: undefined, byDefault: false, can: true, thinks: false },
    { it: 'a model that thinks', asked: undefined, byDefault: true, can: true, thinks: true },
    { it: 'a wish to think', asked: true, byDefault: false, can: true, thinks: true },
    { it: 'a wish not to think', asked: false, byDefault: true, can: true, thinks: false },
    { it: 'a model that cannot think', asked: true, byDefault: true, can: false, thinks: false },
  ])('should set thinking to $thinks for $it', ({ asked, byDefault, can, thinks }) => {
    const { capabilities } = modelProfile();
    const body = build(
      { thinking: asked },
      { thinksByDefault: byDefault, capabilities: { ...capabilities, thinking: can } },
    );
    expect(body).toMatchObject({ features: { enable_thinking: thinks } });
  });

  it.each([
    { searches: true, servers: ['deep-web-search'] },
    { searches: false, servers: [] },
  ])('should search the web or not: $searches', ({ searches, servers }) => {
    expect(build({}, { searches })).toMatchObject({
      features: { web_search: searches, auto_web_search: searches },
      mcp_servers: servers,
    });
  });

  it('should pass on the sampling that was asked for, and no other', () => {
    const sampling = { temperature: 0, topP: 0.5, maxOutputTokens: 100 };
    expect(sent(build({ sampling }))).toMatchObject({
      params: { temperature: 0, top_p: 0.5, max_tokens: 100 },
    });
    expect(sent(build()).params).toEqual({});
  });

  it('should send text as text, and its parts on lines of their own', () => {
    const parts: Message = {
      role: 'assistant',
      toolCalls: [],
      content: [
        { type: 'text', text: 'one' },
        { type: 'text', text: 'two' },
      ],
    };
    const system: Message = { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] };
    const silent: Message = { role: 'user', content: [] };
    expect(build({ messages: [system, userMessage('Hi'), parts, silent] })['messages']).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'one\ntwo' },
      { role: 'user', content: '' },
    ]);
  });

  it('should send the result of a tool as a user, because the upstream knows no tools', () => {
    const result: Message = { role: 'tool', content: [{ type: 'text', text: '21 °C' }] };
    expect(build({ messages: [result] })['messages']).toEqual([{ role: 'user', content: '21 °C' }]);
  });

  it('should send images as parts, without what only the gateway knows', () => {
    const message: Message = {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image', url: 'https://a.example/cat.png', detail: 'low', path: 'messages[0]' },
        { type: 'image', url: 'data:image/png;base64,AA==', path: 'messages[0]' },
      ],
    };
    expect(sent(build({ messages: [message] })).messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: 'https://a.example/cat.png', detail: 'low' } },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
        ],
      },
    ]);
  });
});

function build(
  request: Parameters<typeof generationRequest>[0] = {},
  profile: Parameters<typeof modelProfile>[0] = {},
): Readonly<Record<string, unknown>> {
  return buildWebRequest(
    {
      request: generationRequest(request),
      profile: modelProfile(profile),
      modelId: '0727-360B-API',
    },
    IDS,
  );
}

/** The body as it goes over the wire: absent fields are absent. */
function sent(body: object): { readonly params: unknown; readonly messages: unknown } {
  return JSON.parse(JSON.stringify(body)) as ReturnType<typeof sent>;
}
