import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { AIMessageChunk } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { answerWith } from '../../src/simulator/answer';
import { TEST_KEY } from '../support/gateway-process';
import { Stack } from '../support/stack';
import { upstreamUnderTest } from '../support/upstream-under-test';

const parameters = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const }, days: { type: 'integer' as const } },
  required: ['city'],
};
const given = { city: '北京 "x"', days: 3 };
const call = { answer: 'Let me look.', calls: [{ name: 'get_weather', arguments: given }] };
const answer = 'It is sunny.';

describe('tools of agents', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  describe('the AI SDK', () => {
    const request = (asked: unknown[]): Parameters<typeof generateText>[0] => ({
      model: createOpenAICompatible({
        name: 'gateway',
        baseURL: stack.gateway.apiUrl,
        apiKey: TEST_KEY,
      })('GLM-4.5'),
      prompt: 'Weather?',
      maxRetries: 0,
      stopWhen: stepCountIs(3),
      tools: {
        get_weather: tool({
          description: 'Weather of a city.',
          inputSchema: jsonSchema<typeof given>(parameters),
          execute: (input) => {
            asked.push(input);
            return Promise.resolve({ weather: 'sunny' });
          },
        }),
      },
    });

    it('should take several steps', async () => {
      const exchanges = [stack.simulator.nextExchange(), stack.simulator.nextExchange()];
      stack.simulator.enqueue(answerWith({ reasoning: 'Look first.', ...call }));
      stack.simulator.enqueue(answerWith({ answer }));
      const asked: unknown[] = [];
      const { steps, text } = await generateText(request(asked));
      expect(text).toBe(answer);
      expect(asked).toEqual([given]);
      expect(steps.map(({ finishReason }) => finishReason)).toEqual(['tool-calls', 'stop']);
      const { body } = (await exchanges[1]) ?? {};
      expect(JSON.stringify(body?.['messages'])).toContain('sunny');
    });

    it('should take several steps in a stream', async () => {
      stack.simulator.enqueue(answerWith({ reasoning: 'Look first.', ...call }));
      stack.simulator.enqueue(answerWith({ answer }));
      const asked: unknown[] = [];
      const { fullStream } = streamText(request(asked));
      const kinds: string[] = [];
      let input = '';
      for await (const part of fullStream) {
        kinds.push(part.type);
        if (part.type === 'tool-input-delta') input += part.delta;
        expect(part.type).not.toBe('error');
      }
      expect(asked).toEqual([given]);
      expect(JSON.parse(input)).toEqual(given);
      const deltas = kinds.filter((kind) => kind === 'tool-input-delta').length;
      expect(deltas).toBeGreaterThan(upstreamUnderTest.streamsArguments ? 2 : 0);
      expect(kinds.filter((kind) => kind === 'finish-step')).toHaveLength(2);
    });
  });

  describe('LangChain', () => {
    const chat = (): ChatOpenAI =>
      new ChatOpenAI({
        model: 'GLM-4.5',
        apiKey: TEST_KEY,
        configuration: { baseURL: stack.gateway.apiUrl },
        maxRetries: 0,
      });
    const tools = [
      { type: 'function' as const, function: { name: 'get_weather', description: '', parameters } },
    ];

    it('should bind tools', async () => {
      stack.simulator.enqueue(answerWith(call));
      const message = await chat().bindTools(tools).invoke('Weather?');
      expect(message.content).toBe('Let me look.');
      expect(message.tool_calls).toMatchObject([{ name: 'get_weather', args: given }]);
      expect(message.invalid_tool_calls).toEqual([]);
    });

    it('should bind tools and stream', async () => {
      stack.simulator.enqueue(answerWith(call));
      let message: AIMessageChunk | undefined;
      for await (const chunk of await chat().bindTools(tools).stream('Weather?')) {
        message = message?.concat(chunk) ?? chunk;
      }
      expect(message?.tool_calls).toMatchObject([{ name: 'get_weather', args: given }]);
    });

    it('should get structured output through a tool', async () => {
      stack.simulator.enqueue(answerWith({ answer: 'It is a city.' }));
      stack.simulator.enqueue(answerWith(call));
      const structured = chat().withStructuredOutput(
        { title: 'get_weather', ...parameters },
        { name: 'get_weather', method: 'functionCalling' },
      );
      expect(await structured.invoke('Weather?')).toEqual(given);
    });
  });
});
