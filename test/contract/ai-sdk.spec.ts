import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, streamText } from 'ai';
import { answerWith } from '../../src/simulator/answer';
import { breakOff } from '../support/faults';
import { TEST_KEY } from '../support/gateway-process';
import { Stack } from '../support/stack';

const reasoning = 'Tenths come first.\nSo compare 9 with 1.';
const answer = '9.9 is larger than 9.11.';

describe('the AI SDK', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  const ask = (
    id = 'GLM-4.5',
  ): Pick<Parameters<typeof generateText>[0], 'model' | 'maxRetries'> & { prompt: string } => ({
    model: createOpenAICompatible({
      name: 'gateway',
      baseURL: stack.gateway.apiUrl,
      apiKey: TEST_KEY,
      includeUsage: true,
    })(id),
    prompt: 'Which is larger?',
    maxRetries: 0,
  });

  it('should generate text with its reasoning', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, answer }));
    const result = await generateText(ask());
    expect(result.text).toBe(answer);
    expect(result.reasoningText).toBe(reasoning);
    expect(result.finishReason).toBe('stop');
    expect(result.usage.totalTokens).toBeGreaterThan(0);
  });

  it('should stream text with its reasoning', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, answer }));
    const result = streamText(ask());
    const deltas: string[] = [];
    for await (const delta of result.textStream) deltas.push(delta);
    expect(deltas.join('')).toBe(answer);
    expect(deltas.length).toBeGreaterThan(2);
    expect(await result.reasoningText).toBe(reasoning);
    expect(await result.finishReason).toBe('stop');
    expect((await result.usage).totalTokens).toBeGreaterThan(0);
  });

  it('should see no reasoning where there is none', async () => {
    stack.simulator.enqueue(answerWith({ answer }));
    const result = streamText(ask());
    expect(await result.text).toBe(answer);
    expect(await result.reasoningText).toBeUndefined();
  });

  it('should know the status of an error', async () => {
    const failure: unknown = await generateText(ask('gpt-4')).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(APICallError);
    expect(failure).toMatchObject({ statusCode: 404, isRetryable: false });
  });

  it('should report an error in the middle of a stream', async () => {
    stack.simulator.enqueue(breakOff);
    const errors: unknown[] = [];
    const result = streamText({
      ...ask(),
      onError: ({ error }) => {
        errors.push(error);
      },
    });
    let text = '';
    for await (const delta of result.textStream) text += delta;
    expect(text).toBe('So far so good.');
    expect(errors).toHaveLength(1);
  });
});
