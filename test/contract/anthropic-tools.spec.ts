import type Anthropic from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import { answerWith } from '../../src/simulator/answer';
import { Stack } from '../support/stack';

const paris = { name: 'get_weather', arguments: { city: 'Paris' } };

describe('the tool runner of Anthropic', () => {
  let stack: Stack;
  let client: Anthropic;

  beforeAll(async () => {
    stack = await Stack.start();
    client = stack.anthropic();
  });

  afterAll(() => stack.stop());

  describe.each([undefined, false] as const)('with thread: %s', (thread) => {
    it.each([true, false])(
      'should run a tool and go on with all of it (stream: %s)',
      async (stream) => {
        const asked: unknown[] = [];
        const weather = betaTool({
          name: 'get_weather',
          description: 'Tells the weather.',
          inputSchema: {
            type: 'object',
            properties: { city: { type: 'string' } },
            required: ['city'],
          },
          run: (input) => {
            asked.push(input);
            return 'It is sunny.';
          },
        });
        stack.simulator.enqueue(answerWith({ answer: 'I look.', calls: [paris] }));
        stack.simulator.enqueue(answerWith({ answer: 'Sunny in Paris.' }));
        const before = stack.simulator.exchanges.length;
        const runner = client.beta.messages.toolRunner({
          model: 'GLM-4.5',
          max_tokens: 1000,
          messages: [{ role: 'user', content: 'How is the weather in Paris?' }],
          tools: [weather],
          stream,
          ...(thread === undefined ? {} : { thread }),
        });
        const message = await runner.runUntilDone();
        expect(asked).toEqual([{ city: 'Paris' }]);
        expect(message.content).toMatchObject([{ type: 'text', text: 'Sunny in Paris.' }]);
        const exchanges = stack.simulator.exchanges.slice(before);
        expect(exchanges).toHaveLength(2);
        const last = JSON.stringify(exchanges[1]?.body['messages']);
        expect(last).toContain('How is the weather in Paris?');
        expect(last).toContain('It is sunny.');
      },
    );
  });

  it('should let the model see that a tool failed', async () => {
    const broken = betaTool({
      name: 'get_weather',
      description: 'Tells the weather.',
      inputSchema: { type: 'object', properties: { city: { type: 'string' } } },
      run: () => {
        throw new Error('The station is offline.');
      },
    });
    stack.simulator.enqueue(answerWith({ calls: [paris] }));
    stack.simulator.enqueue(answerWith({ answer: 'I cannot tell.' }));
    await client.beta.messages.toolRunner({
      model: 'GLM-4.5',
      max_tokens: 1000,
      messages: [{ role: 'user', content: 'Weather?' }],
      tools: [broken],
    });
    const last = JSON.stringify(stack.simulator.exchanges.at(-1)?.body['messages']);
    expect(last).toContain('The tool call failed:');
    expect(last).toContain('The station is offline.');
  });
});
