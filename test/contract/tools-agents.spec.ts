import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { AIMessageChunk } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { webAnswer } from '../../src/simulator/web-answer';
import { TEST_KEY } from '../support/gateway-process';
import { Stack } from '../support/stack';

const parameters = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const }, days: { type: 'integer' as const } },
  required: ['city'],
};
const call =
  'Let me look.\n<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>北京 "x"</arg_value>\n<arg_key>days</arg_key>\n<arg_value>3</arg_value>\n</tool_call>';
const given = { city: '北京 "x"', days: 3 };
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
      stack.simulator.enqueue(webAnswer({ reasoning: 'Look first.', answer: call }));
      stack.simulator.enqueue(webAnswer({ answer }));
      const asked: unknown[] = [];
      const { steps, text } = await generateText(request(asked));
      expect(text).toBe(answer);
      expect(asked).toEqual([given]);
      expect(steps.map(({ finishReason }) => finishReason)).toEqual(['tool-calls', 'stop']);
      const { body } = (await exchanges[1]) ?? {};
      expect(JSON.stringify(body?.['messages'])).toContain('sunny');
    });

    it('should take several steps in a stream', async () => {
      stack.simulator.enqueue(webAnswer({ reasoning: 'Look first.', answer: call }));
      stack.simulator.enqueue(webAnswer({ answer }));
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
      expect(kinds.filter((kind) => kind === 'tool-input-delta').length).toBeGreaterThan(2);
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
      stack.simulator.enqueue(webAnswer({ answer: call }));
      const message = await chat().bindTools(tools).invoke('Weather?');
      expect(message.content).toBe('Let me look.');
      expect(message.tool_calls).toMatchObject([{ name: 'get_weather', args: given }]);
      expect(message.invalid_tool_calls).toEqual([]);
    });

    it('should bind tools and stream', async () => {
      stack.simulator.enqueue(webAnswer({ answer: call }));
      let message: AIMessageChunk | undefined;
      for await (const chunk of await chat().bindTools(tools).stream('Weather?')) {
        message = message?.concat(chunk) ?? chunk;
      }
      expect(message?.tool_calls).toMatchObject([{ name: 'get_weather', args: given }]);
    });

    it('should get structured output through a tool', async () => {
      stack.simulator.enqueue(webAnswer({ answer: 'It is a city.' }));
      stack.simulator.enqueue(webAnswer({ answer: call }));
      const structured = chat().withStructuredOutput(
        { title: 'get_weather', ...parameters },
        { name: 'get_weather', method: 'functionCalling' },
      );
      expect(await structured.invoke('Weather?')).toEqual(given);
    });
  });
});
