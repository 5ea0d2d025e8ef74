import { answerWith } from '../../src/simulator/answer';
import type { Reply } from '../../src/simulator/simulator-server';
import { checkAnswers } from '../support/check-answers';
import { breakOff } from '../support/faults';
import { TEST_KEY } from '../support/gateway-process';
import { errorShape, modelListShape, modelShape } from '../support/openai-shapes';
import { Stack } from '../support/stack';
import { refuse } from '../support/upstream-answers';

const reasoning = 'Hm.\nWell.';

const replies: readonly (readonly [string, Reply])[] = [
  ['an answer', answerWith({ answer: 'Hello, world!' })],
  ['reasoning and an answer', answerWith({ reasoning, answer: 'Hello, world!' })],
  ['reasoning alone', answerWith({ reasoning })],
  ['nothing', answerWith({})],
  ['an answer that breaks off', breakOff],
  ['a refusal', refuse(500)],
];

describe('everything that the gateway sends', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  describe.each(replies)('after %s of the upstream', (_name, reply) => {
    it.each(['think', 'strip', 'raw'])('should have the shapes of OpenAI: %s', async (mode) => {
      await checkAnswers(stack, () => reply, { 'x-thinking-processing': mode });
    });
  });

  it('should have the shapes of OpenAI: models', async () => {
    const headers = { authorization: `Bearer ${TEST_KEY}` };
    const list = await fetch(`${stack.gateway.apiUrl}/models`, { headers });
    const { data } = modelListShape(await list.json(), 'models');
    expect(data.length).toBeGreaterThan(2);
    const model = await fetch(`${stack.gateway.apiUrl}/models/${data[0]?.id ?? ''}`, { headers });
    expect(modelShape(await model.json(), 'model')).toEqual(data[0]);
  });

  it.each([
    ['no key', 401, '/models', {}],
    ['an unknown path', 404, '/embeddings', { method: 'POST' }],
    ['another method', 405, '/chat/completions', {}],
    ['no JSON', 400, '/chat/completions', { method: 'POST', body: '{"model":' }],
    ['a list', 400, '/chat/completions', { method: 'POST', body: '[]' }],
    ['no messages', 400, '/chat/completions', { method: 'POST', body: '{}' }],
    ['a path that cannot be decoded', 400, '/models/%E0%A4%A', {}],
  ])('should have the shapes of OpenAI: %s', async (name, status, path, options) => {
    const authorization = name === 'no key' ? '' : `Bearer ${TEST_KEY}`;
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(`${stack.gateway.apiUrl}${path}`, { ...options, headers });
    expect(response.status).toBe(status);
    errorShape(await response.json(), 'error');
  });
});
