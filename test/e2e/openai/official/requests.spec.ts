import { answerWith } from '../../../../src/simulator/answer';
import { ask, postChat } from '../../../support/chat';
import { Stack } from '../../../support/stack';
import { askWithTools, declare } from '../../../support/tool-answers';

const USER = { role: 'user', content: 'Hi' };
const weather = declare('get_weather', { city: { type: 'string' } }, { required: ['city'] });
const tools = [weather, declare('ping')];

/** The simulated API refuses what the real one refuses, so that an answer alone proves much. */
describe('requests to the official API', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  const sent = async (fields: object): Promise<Readonly<Record<string, unknown>>> => {
    const response = await postChat(stack.origin, ask('Hi', fields));
    expect(await response.text()).toContain('Hello');
    expect(response.status).toBe(200);
    return stack.simulator.exchanges.at(-1)?.body ?? {};
  };

  it.each([
    [
      { temperature: 2, top_p: 0 },
      { temperature: 1, top_p: 0.01 },
    ],
    [{ temperature: 0 }, { do_sample: false }],
    [{ max_tokens: 1_000_000 }, { max_tokens: 98_304 }],
    [{ max_completion_tokens: 5 }, { max_tokens: 5 }],
    [{ stop: ['a', 'b', 'c'] }, { stop: ['a'] }],
    [{ user: 'user-123' }, { user_id: 'user-123' }],
    [{ seed: 5 }, { seed: 5 }],
    [{ thinking: { type: 'disabled' } }, { thinking: { type: 'disabled' } }],
    [{ reasoning_effort: 'high' }, { thinking: { type: 'enabled' } }],
    [{ model: 'GLM-4.5-Thinking' }, { model: 'glm-4.5', thinking: { type: 'enabled' } }],
    [{ messages: [USER, { role: 'developer', content: 'x' }] }, {}],
    [{ messages: [{ role: 'system', content: 'x' }] }, {}],
    [{ messages: [{ role: 'user', content: [{ type: 'text', text: '' }, USER.content] }] }, {}],
    [{ tools: [], tool_choice: 'auto' }, {}],
  ])('should be of the kind that it takes: %j', async (fields, expected) => {
    expect(await sent(fields)).toMatchObject(expected);
  });

  it.each([
    [{ user: 'x' }, 'user', 'user_id'],
    [{ presence_penalty: 1 }, 'presence_penalty', 'presence_penalty'],
    [{ logit_bias: { 5: 1 } }, 'logit_bias', 'logit_bias'],
  ])('should leave out what it has no place for, and say so: %j', async (fields, name, field) => {
    const response = await postChat(stack.origin, ask('Hi', fields));
    await response.text();
    expect(response.headers.get('x-ignored-parameters')).toBe(name);
    expect(stack.simulator.exchanges.at(-1)?.body).not.toHaveProperty(field);
  });

  it('should offer tools as they are, and no choice', async () => {
    const body = await sent({ tools });
    expect(body['tools']).toEqual([
      { type: 'function', function: expect.objectContaining({ name: 'get_weather' }) as object },
      { type: 'function', function: expect.objectContaining({ name: 'ping' }) as object },
    ]);
    expect(body).not.toHaveProperty('tool_choice');
    expect(body['messages']).toEqual([USER]);
  });

  it.each([true, false])(
    'should offer only the tool that is named (stream: %s)',
    async (stream) => {
      stack.simulator.enqueue(answerWith({ calls: [{ name: 'ping', arguments: {} }] }));
      const choice = { type: 'function', function: { name: 'ping' } };
      const { calls } = await askWithTools(stack.origin, stream, { tools, tool_choice: choice });
      expect(calls).toMatchObject([{ function: { name: 'ping', arguments: '{}' } }]);
      expect(stack.simulator.exchanges.at(-1)?.body['tools']).toMatchObject([
        { function: { name: 'ping' } },
      ]);
    },
  );

  it('should keep calls and results of the history, with the reasoning before them', async () => {
    const called = {
      role: 'assistant',
      content: null,
      reasoning_content: 'Look it up.',
      tool_calls: [
        { id: 'call_9', type: 'function', function: { name: 'ping', arguments: '{"a":1}' } },
      ],
    };
    const result = { role: 'tool', tool_call_id: 'call_9', content: 'pong' };
    const { messages } = await sent({ tools, messages: [USER, called, result] });
    const [, made, answered] = messages as readonly object[];
    expect(made).toMatchObject({
      role: 'assistant',
      reasoning_content: 'Look it up.',
      tool_calls: called.tool_calls,
    });
    expect(answered).toMatchObject(result);
  });
});
