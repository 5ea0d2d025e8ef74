import {
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  type OpenAI,
  RateLimitError,
} from 'openai';
import type { Reply } from '../../src/simulator/simulator-server';
import { answerWith } from '../../src/simulator/answer';
import { breakOff, speak } from '../support/faults';
import { Stack } from '../support/stack';
import { refuse } from '../support/upstream-answers';

const question = {
  model: 'GLM-4.5',
  messages: [{ role: 'user' as const, content: 'Hello' }],
};

describe('errors, as the client of OpenAI sees them', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  async function failure(
    fields: object = {},
    client: OpenAI = stack.openAi(),
  ): Promise<InstanceType<typeof APIError>> {
    const error: unknown = await client.chat.completions
      .create({ ...question, ...fields })
      .catch((caught: unknown) => caught);
    if (!(error instanceof APIError)) throw new Error('The request did not fail as it should.');
    return error;
  }

  it('should be an AuthenticationError without a valid key', async () => {
    const error = await failure({}, stack.openAi({ apiKey: 'sk-wrong' }));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ status: 401, code: 'invalid_api_key' });
  });

  it('should be a NotFoundError for a model that does not exist', async () => {
    const error = await failure({ model: 'gpt-4' });
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' });
  });

  it.each([
    [{ temperature: 3 }, 'temperature'],
    [{ messages: [] }, 'messages'],
    [{ messages: [{ role: 'user', content: 'x' }, { role: 'nobody' }] }, 'messages[1].role'],
    [{ n: 2 }, 'n'],
  ])('should be a BadRequestError that names the field: %j', async (fields, param) => {
    const error = await failure(fields);
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ status: 400, type: 'invalid_request_error', param });
  });

  it.each([false, true])(
    'should be a RateLimitError with the time to wait (stream: %p)',
    async (stream) => {
      stack.simulator.enqueue(refuse(429, { 'retry-after': '17' }));
      const error = await failure({ stream });
      expect(error).toBeInstanceOf(RateLimitError);
      expect(error.code).toBe('rate_limit_exceeded');
      expect(error.headers?.get('retry-after')).toBe('17');
      expect(error.requestID).toMatch(/./);
    },
  );

  it.each([
    [500, 502, 'upstream_error'],
    [503, 503, 'upstream_overloaded'],
    [504, 504, 'upstream_timeout'],
  ])(
    'should be an InternalServerError when the upstream says %i',
    async (upstream, status, code) => {
      for (const stream of [false, true]) {
        stack.simulator.enqueue(refuse(upstream));
        const error = await failure({ stream });
        expect(error).toBeInstanceOf(InternalServerError);
        expect(error).toMatchObject({ status, code, type: 'upstream_error' });
      }
    },
  );

  it.each<[string, Reply]>([
    ['an error event', breakOff],
    [
      'a missing end',
      (exchange) => {
        speak(exchange);
        exchange.end();
      },
    ],
  ])('should make a stream throw at %s, after its text', async (_name, reply) => {
    stack.simulator.enqueue(reply);
    const stream = await stack.openAi().chat.completions.create({ ...question, stream: true });
    let text = '';
    const read = async (): Promise<void> => {
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
    };
    const error: unknown = await read().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ code: expect.any(String) as string, status: undefined });
    expect(text).toBe('So far so good.');
  });

  it('should make the stream helper throw, too', async () => {
    stack.simulator.enqueue(breakOff);
    const helper = stack.openAi().chat.completions.stream(question);
    await expect(helper.finalChatCompletion()).rejects.toBeInstanceOf(APIError);
  });
});

describe('retries of the client of OpenAI', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({}, answerWith({ answer: 'At last.' }));
  });

  afterAll(() => stack.stop());

  /** Asks with retries; gives the answer, if any, and how many requests the upstream saw. */
  async function ask(stream: boolean): Promise<{ answer: string | null; requests: number }> {
    const before = stack.simulator.exchanges.length;
    const { completions } = stack.openAi({ maxRetries: 2 }).chat;
    const pending = stream
      ? completions.stream(question).finalContent()
      : completions.create(question).then(({ choices }) => choices[0]?.message.content ?? '');
    const answer = await pending.catch(() => null);
    return { answer, requests: stack.simulator.exchanges.length - before };
  }

  it.each([429, 503])('should happen after a %i', async (status) => {
    stack.simulator.enqueue(refuse(status, { 'retry-after': '1' }));
    expect(await ask(false)).toEqual({ answer: 'At last.', requests: 2 });
  });

  it('should happen for a stream that did not begin', async () => {
    stack.simulator.enqueue(refuse(429, { 'retry-after': '1' }));
    expect(await ask(true)).toEqual({ answer: 'At last.', requests: 2 });
  });
});
