import { createOpenAI } from '@ai-sdk/openai';
import type { AIMessageChunk } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import {
  Agent,
  OpenAIResponsesModel,
  Runner,
  setTracingDisabled,
  tool as agentTool,
} from '@openai/agents';
import {
  APICallError,
  generateText,
  jsonSchema,
  type LanguageModel,
  Output,
  stepCountIs,
  streamText,
  tool,
} from 'ai';
import { z } from 'zod';
import { answerWith } from '../../src/simulator/answer';
import { breakOff } from '../support/faults';
import { TEST_KEY } from '../support/gateway-process';
import { Stack } from '../support/stack';

const reasoning = 'Tenths come first.\nSo compare 9 with 1.';
const answer = '9.9 is larger than 9.11.';
const given = { city: '北京 "x"' };
const call = {
  reasoning: 'Look first.',
  answer: 'Let me look.',
  calls: [{ name: 'get_weather', arguments: given }],
};
const parameters = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
};

describe('responses, as agents use them', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  describe('the AI SDK', () => {
    const model = (id = 'GLM-4.5'): LanguageModel =>
      createOpenAI({ baseURL: stack.gateway.apiUrl, apiKey: TEST_KEY })(id);
    const request = (): { model: LanguageModel; prompt: string; maxRetries: number } => ({
      ...{ model: model(), prompt: 'Which is larger?', maxRetries: 0 },
    });
    const withTools = (asked: unknown[]): Parameters<typeof generateText>[0] => ({
      ...request(),
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

    it('should generate text with its reasoning', async () => {
      stack.simulator.enqueue(answerWith({ reasoning, answer }));
      const result = await generateText(request());
      expect(result.text).toBe(answer);
      expect(result.reasoningText).toBe(reasoning);
      expect(result.finishReason).toBe('stop');
      expect(result.usage.totalTokens).toBeGreaterThan(0);
      expect(result.warnings ?? []).toEqual([]);
    });

    it('should stream text with its reasoning', async () => {
      stack.simulator.enqueue(answerWith({ reasoning, answer }));
      const result = streamText(request());
      const deltas: string[] = [];
      for await (const delta of result.textStream) deltas.push(delta);
      expect(deltas.join('')).toBe(answer);
      expect(deltas.length).toBeGreaterThan(2);
      expect(await result.reasoningText).toBe(reasoning);
      expect(await result.finishReason).toBe('stop');
    });

    it.each([
      {},
      { providerOptions: { openai: { store: false, include: ['reasoning.encrypted_content'] } } },
    ])('should take several steps, %j', async (options) => {
      const exchanges = [stack.simulator.nextExchange(), stack.simulator.nextExchange()];
      stack.simulator.enqueue(answerWith(call));
      stack.simulator.enqueue(answerWith({ answer }));
      const asked: unknown[] = [];
      const { steps, text } = await generateText({ ...withTools(asked), ...options });
      expect(text).toBe(answer);
      expect(asked).toEqual([given]);
      expect(steps.map(({ finishReason }) => finishReason)).toEqual(['tool-calls', 'stop']);
      const sent = JSON.stringify((await exchanges[1])?.body['messages']);
      expect(sent).toContain('sunny');
      expect(sent).toContain('Let me look.');
    });

    it('should take several steps in a stream', async () => {
      stack.simulator.enqueue(answerWith(call));
      stack.simulator.enqueue(answerWith({ answer }));
      const asked: unknown[] = [];
      let input = '';
      let text = '';
      for await (const part of streamText(withTools(asked)).fullStream) {
        if (part.type === 'tool-input-delta') input += part.delta;
        if (part.type === 'text-delta') text += part.text;
        expect(part.type).not.toBe('error');
      }
      expect(asked).toEqual([given]);
      expect(JSON.parse(input)).toEqual(given);
      expect(text).toBe(`Let me look.${answer}`);
    });

    it('should generate an object', async () => {
      stack.simulator.enqueue(answerWith({ answer: 'Here: {"city": "Paris"}' }));
      const { output } = await generateText({
        ...request(),
        output: Output.object({ schema: z.object({ city: z.string() }) }),
      });
      expect(output).toEqual({ city: 'Paris' });
    });

    it('should know the status of an error, before and within a stream', async () => {
      const failure: unknown = await generateText({ ...request(), model: model('gpt-4') }).catch(
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(APICallError);
      expect(failure).toMatchObject({ statusCode: 404, isRetryable: false });
      stack.simulator.enqueue(breakOff);
      const errors: unknown[] = [];
      const result = streamText({
        ...request(),
        onError: ({ error }) => {
          errors.push(error);
        },
      });
      let text = '';
      for await (const delta of result.textStream) text += delta;
      expect(text).toBe('So far so good.');
      expect(errors).toHaveLength(1);
      expect(await result.finishReason).toBe('error');
    });
  });

  describe('LangChain', () => {
    const chat = (): ChatOpenAI =>
      new ChatOpenAI({
        model: 'GLM-4.5',
        apiKey: TEST_KEY,
        configuration: { baseURL: stack.gateway.apiUrl },
        maxRetries: 0,
        useResponsesApi: true,
      });
    const tools = [
      { type: 'function' as const, function: { name: 'get_weather', description: '', parameters } },
    ];

    it('should get a message with its reasoning', async () => {
      stack.simulator.enqueue(answerWith({ reasoning, answer }));
      const message = await chat().invoke('Which is larger?');
      expect(message.text).toBe(answer);
      expect(JSON.stringify(message.additional_kwargs['reasoning'])).toContain('Tenths');
    });

    it('should stream a message', async () => {
      stack.simulator.enqueue(answerWith({ reasoning, answer }));
      let message: AIMessageChunk | undefined;
      for await (const chunk of await chat().stream('Which is larger?')) {
        message = message?.concat(chunk) ?? chunk;
      }
      expect(message?.text).toBe(answer);
      expect(message).toMatchObject({
        usage_metadata: { total_tokens: expect.any(Number) as number },
      });
    });

    it('should bind tools and go on with their results', async () => {
      stack.simulator.enqueue(answerWith(call));
      const bound = chat().bindTools(tools);
      const message = await bound.invoke('Weather?');
      expect(message.tool_calls).toMatchObject([{ name: 'get_weather', args: given }]);
      stack.simulator.enqueue(answerWith({ answer }));
      const [toolCall] = message.tool_calls ?? [];
      const result = { role: 'tool', content: 'sunny', tool_call_id: toolCall?.id ?? '' };
      const last = await bound.invoke([{ role: 'user', content: 'Weather?' }, message, result]);
      expect(last.text).toBe(answer);
    });

    it('should get structured output', async () => {
      stack.simulator.enqueue(answerWith({ answer: '{"city": "Paris"}' }));
      const schema = { title: 'place', ...parameters };
      const structured = chat().withStructuredOutput(schema, { method: 'jsonSchema' });
      expect(await structured.invoke('Where?')).toEqual({ city: 'Paris' });
    });
  });

  describe("OpenAI's agents", () => {
    const agent = (asked: unknown[]): Agent =>
      new Agent({
        name: 'Weatherman',
        instructions: 'Be brief.',
        model: new OpenAIResponsesModel(stack.openAi() as never, 'GLM-4.5'),
        tools: [
          agentTool({
            name: 'get_weather',
            description: 'Weather of a city.',
            parameters: z.object({ city: z.string() }),
            execute: (input) => {
              asked.push(input);
              return 'sunny';
            },
          }),
        ],
      });

    beforeAll(() => {
      setTracingDisabled(true);
    });

    it('should run with a tool', async () => {
      stack.simulator.enqueue(answerWith(call));
      stack.simulator.enqueue(answerWith({ answer }));
      const asked: unknown[] = [];
      const result = await new Runner().run(agent(asked), 'Weather?');
      expect(result.finalOutput).toBe(answer);
      expect(asked).toEqual([given]);
    });

    it('should run with a tool in a stream', async () => {
      stack.simulator.enqueue(answerWith(call));
      stack.simulator.enqueue(answerWith({ answer }));
      const asked: unknown[] = [];
      const result = await new Runner().run(agent(asked), 'Weather?', { stream: true });
      let text = '';
      for await (const event of result) {
        if (event.type !== 'raw_model_stream_event') continue;
        if (event.data.type === 'output_text_delta') text += event.data.delta;
      }
      expect(text).toBe(`Let me look.${answer}`);
      expect(asked).toEqual([given]);
    });
  });
});
