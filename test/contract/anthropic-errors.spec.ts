import Anthropic from '@anthropic-ai/sdk';
import { answerWith } from '../../src/simulator/answer';
import { breakOff, CANARY } from '../support/faults';
import { Stack } from '../support/stack';
import { refuse } from '../support/upstream-answers';

const question = {
  model: 'GLM-4.5',
  max_tokens: 1000,
  messages: [{ role: 'user' as const, content: 'x' }],
};

describe('errors, as the client of Anthropic sees them', () => {
  let stack: Stack;
  let client: Anthropic;

  beforeAll(async () => {
    stack = await Stack.start({ UPSTREAM_TIMEOUT_MS: '400' });
    client = stack.anthropic();
  });

  afterAll(() => stack.stop());

  async function failure(
    pending: PromiseLike<unknown>,
  ): Promise<InstanceType<typeof Anthropic.APIError>> {
    try {
      await pending;
    } catch (error) {
      if (error instanceof Anthropic.APIError) return error;
      throw error;
    }
    throw new Error('Nothing failed.');
  }

  it('should name the field of a request that is wrong', async () => {
    const error = await failure(client.messages.create({ ...question, max_tokens: 0.5 }));
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(error.message).toContain('max_tokens');
    expect(error.requestID).toMatch(/\S/);
  });

  it('should refuse a wrong key', async () => {
    const stranger = stack.anthropic({ apiKey: 'sk-wrong' });
    const error = await failure(stranger.messages.create(question));
    expect(error).toBeInstanceOf(Anthropic.AuthenticationError);
    expect(error.type).toBe('authentication_error');
  });

  it('should not know a model', async () => {
    const error = await failure(client.messages.create({ ...question, model: 'no-model' }));
    expect(error).toBeInstanceOf(Anthropic.NotFoundError);
    expect(error.errorCode).toBe('model_not_found');
  });

  it.each([
    { status: 500, expected: 502, type: 'api_error' },
    { status: 429, expected: 429, type: 'rate_limit_error' },
  ])('should tell what becomes of an upstream $status', async ({ status, expected, type }) => {
    stack.simulator.enqueue(refuse(status));
    const error = await failure(client.messages.create(question));
    expect(error).toMatchObject({ status: expected, type });
    expect(error.message).not.toContain(CANARY);
  });

  it('should be retried when that may help', async () => {
    stack.simulator.enqueue(refuse(500, { 'retry-after': '0.01' }));
    stack.simulator.enqueue(answerWith({ answer: 'Now.' }));
    const message = await stack.anthropic({ maxRetries: 1 }).messages.create(question);
    expect(message.content).toMatchObject([{ text: 'Now.' }]);
  });

  it('should not be retried when that cannot help', async () => {
    const before = stack.simulator.exchanges.length;
    const impatient = stack.anthropic({ maxRetries: 2 });
    const error = await failure(impatient.messages.create({ ...question, messages: [] }));
    expect(error.status).toBe(400);
    expect(stack.simulator.exchanges.length).toBe(before);
  });

  it('should end a stream that has begun', async () => {
    stack.simulator.enqueue(breakOff);
    const stream = client.messages.stream(question);
    let text = '';
    stream.on('text', (delta) => (text += delta));
    const error = await failure(stream.finalMessage());
    expect(text).toBe('So far so good.');
    expect(error.type).toBe('api_error');
    expect(error.message).not.toContain(CANARY);
  });
});
