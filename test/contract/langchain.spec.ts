import type { AIMessageChunk } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { answerWith } from '../../src/simulator/answer';
import { breakOff } from '../support/faults';
import { TEST_KEY } from '../support/gateway-process';
import { Stack } from '../support/stack';

const reasoning = 'Tenths come first.\nSo compare 9 with 1.';
const answer = '9.9 is larger than 9.11.';

describe('LangChain', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  const chat = (model = 'GLM-4.5'): ChatOpenAI =>
    new ChatOpenAI({
      model,
      apiKey: TEST_KEY,
      configuration: { baseURL: stack.gateway.apiUrl },
      maxRetries: 0,
    });

  it('should get a message with its reasoning', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, answer }));
    const message = await chat().invoke('Which is larger?');
    expect(message.content).toBe(answer);
    expect(message.additional_kwargs['reasoning_content']).toBe(reasoning);
    expect(message).toMatchObject({
      usage_metadata: { total_tokens: expect.any(Number) as number },
    });
  });

  it('should stream a message with its reasoning', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, answer }));
    let text = '';
    let thought = '';
    for await (const chunk of await chat().stream('Which is larger?')) {
      text += chunk.text;
      thought += (chunk.additional_kwargs['reasoning_content'] as string | undefined) ?? '';
    }
    expect(text).toBe(answer);
    expect(thought).toBe(reasoning);
  });

  it('should join the chunks of a stream to one message', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, answer }));
    let message: AIMessageChunk | undefined;
    for await (const chunk of await chat().stream('Which is larger?')) {
      message = message?.concat(chunk) ?? chunk;
    }
    expect(message).toMatchObject({
      text: answer,
      additional_kwargs: { reasoning_content: reasoning },
      usage_metadata: { total_tokens: expect.any(Number) as number },
    });
  });

  it('should take a conversation in its own words', async () => {
    stack.simulator.enqueue(answerWith({ answer }));
    const arrived = stack.simulator.nextExchange();
    await chat().invoke([
      ['system', 'Be brief.'],
      ['human', 'Hi'],
      ['ai', 'Hello'],
      ['human', 'Which is larger?'],
    ]);
    const { body } = await arrived;
    expect(body['messages']).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'Which is larger?' },
    ]);
  });

  it('should know the status of an error', async () => {
    await expect(chat('gpt-4').invoke('Hi')).rejects.toMatchObject({ status: 404 });
  });

  it('should throw at an error in the middle of a stream', async () => {
    stack.simulator.enqueue(breakOff);
    const read = async (): Promise<void> => {
      for await (const chunk of await chat().stream('Hi')) expect(chunk.text).toBeDefined();
    };
    await expect(read()).rejects.toMatchObject({ code: expect.any(String) as string });
  });
});
