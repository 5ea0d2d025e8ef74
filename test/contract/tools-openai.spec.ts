import type OpenAI from 'openai';
import { answerWith } from '../../src/simulator/answer';
import type { SimulatedCall } from '../../src/simulator/dialects/dialect';
import { Stack } from '../support/stack';
import { upstreamUnderTest } from '../support/upstream-under-test';

const parameters = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer' } },
  required: ['city'],
};
const tools: OpenAI.ChatCompletionFunctionTool[] = [
  { type: 'function', function: { name: 'get_weather', parameters } },
];
const request = {
  model: 'GLM-4.5',
  messages: [{ role: 'user' as const, content: 'Weather in Paris and 北京?' }],
  tools,
};
const call = (city: string): SimulatedCall => ({
  name: 'get_weather',
  arguments: { city, days: 3 },
});
const two = { answer: 'Let me look.', calls: [call('Paris'), call('北京')] };
const given = ['{"city":"Paris","days":3}', '{"city":"北京","days":3}'];

describe('tools, as the client of OpenAI uses them', () => {
  let stack: Stack;
  let client: OpenAI;

  beforeAll(async () => {
    stack = await Stack.start();
    client = stack.openAi();
  });

  afterAll(() => stack.stop());

  it('should be called in a document', async () => {
    stack.simulator.enqueue(answerWith(two));
    const { choices } = await client.chat.completions.create(request);
    expect(choices[0]?.finish_reason).toBe('tool_calls');
    expect(choices[0]?.message.content).toBe('Let me look.');
    expect(choices[0]?.message.tool_calls?.map(argumentsOf)).toEqual(given);
  });

  it('should be called in chunks', async () => {
    stack.simulator.enqueue(answerWith(two));
    const stream = await client.chat.completions.create({ ...request, stream: true });
    const written: string[] = [];
    for await (const chunk of stream) {
      for (const { index, function: called } of chunk.choices[0]?.delta.tool_calls ?? []) {
        written[index] = (written[index] ?? '') + (called?.arguments ?? '');
      }
    }
    expect(written).toEqual(given);
  });

  it('should be gathered by its stream helper', async () => {
    stack.simulator.enqueue(answerWith({ reasoning: 'Two cities.', ...two }));
    const partial: unknown[] = [];
    const complete: unknown[] = [];
    const stream = client.chat.completions
      .stream(request)
      .on('tool_calls.function.arguments.delta', ({ parsed_arguments: parsed }) => {
        partial.push(parsed);
      })
      .on('tool_calls.function.arguments.done', ({ arguments: json }) => {
        complete.push(json);
      });
    const { choices } = await stream.finalChatCompletion();
    expect(choices[0]?.finish_reason).toBe('tool_calls');
    expect(choices[0]?.message.tool_calls?.map(argumentsOf)).toEqual(given);
    expect(complete).toEqual(given);
    expect(partial.length).toBeGreaterThan(upstreamUnderTest.streamsArguments ? 4 : 1);
  });

  it.each([false, true])('should be run until the model answers (stream: %s)', async (stream) => {
    const exchanges = [stack.simulator.nextExchange(), stack.simulator.nextExchange()];
    stack.simulator.enqueue(answerWith(two));
    stack.simulator.enqueue(answerWith({ answer: 'Sunny in both.' }));
    const asked: string[] = [];
    const body = {
      ...request,
      tools: [
        {
          type: 'function' as const,
          function: {
            name: 'get_weather',
            description: 'Weather of a city.',
            parameters,
            parse: (json: string) => JSON.parse(json) as { city: string },
            function: ({ city }: { city: string }) => {
              asked.push(city);
              return `sunny in ${city}`;
            },
          },
        },
      ],
    };
    const runner = stream
      ? client.chat.completions.runTools({ ...body, stream: true })
      : client.chat.completions.runTools(body);
    expect(await runner.finalContent()).toBe('Sunny in both.');
    expect(asked).toEqual(['Paris', '北京']);
    const { messages } = (await exchanges[1])?.body ?? {};
    const told = JSON.stringify(messages);
    expect(told).toContain('sunny in Paris');
    expect(told).toContain('sunny in 北京');
  });

  it('should be demanded by name', async () => {
    stack.simulator.enqueue(answerWith({ answer: 'I would rather not.' }));
    stack.simulator.enqueue(answerWith({ calls: [call('Paris')] }));
    const { choices } = await client.chat.completions.create({
      ...request,
      tool_choice: { type: 'function', function: { name: 'get_weather' } },
    });
    expect(choices[0]?.message.content).toBeNull();
    expect(choices[0]?.message.tool_calls?.map(argumentsOf)).toEqual(given.slice(0, 1));
  });

  it('should fail as an error of the API when the model refuses', async () => {
    for (const answer of ['No.', 'Never.']) stack.simulator.enqueue(answerWith({ answer }));
    await expect(
      client.chat.completions.create({ ...request, tool_choice: 'required' }),
    ).rejects.toMatchObject({ status: 502, code: 'tool_call_failed' });
  });

  it('should fail in the stream when a call breaks off', async () => {
    stack.simulator.enqueue((exchange) => {
      exchange.callTool(call('Paris'));
      exchange.beginCall(call('北京'));
      exchange.finish();
    });
    const read = async (): Promise<void> => {
      const stream = await client.chat.completions.create({ ...request, stream: true });
      for await (const chunk of stream) expect(chunk.object).toBe('chat.completion.chunk');
    };
    await expect(read()).rejects.toMatchObject({ code: 'invalid_tool_call' });
  });
});

function argumentsOf(call: OpenAI.ChatCompletionMessageToolCall): string {
  return call.type === 'function' ? call.function.arguments : '';
}
