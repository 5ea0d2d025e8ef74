import type Anthropic from '@anthropic-ai/sdk';
import { answerWith } from '../../src/simulator/answer';
import { speak } from '../support/faults';
import { Stack } from '../support/stack';

const question = {
  model: 'GLM-4.5',
  max_tokens: 1000,
  messages: [{ role: 'user' as const, content: 'Which is larger?' }],
};
const reasoning = 'Compare 9.11 and 9.9.\nTenths come first.';
const answer = '9.9 is larger than 9.11.';
const weather: Anthropic.Tool = {
  name: 'get_weather',
  description: 'Tells the weather.',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const paris = { name: 'get_weather', arguments: { city: 'Paris' } };

describe('messages, as the client of Anthropic sees them', () => {
  let stack: Stack;
  let client: Anthropic;

  beforeAll(async () => {
    stack = await Stack.start();
    client = stack.anthropic();
  });

  afterAll(() => stack.stop());

  it('should answer a simple question with the text as the first block', async () => {
    stack.simulator.enqueue(answerWith({ answer }));
    const message = await client.messages.create(question);
    const [block] = message.content;
    expect(block?.type === 'text' && block.text).toBe(answer);
    expect(message.stop_reason).toBe('end_turn');
    expect(message.usage.input_tokens).toBeGreaterThan(0);
    expect(message._request_id).toMatch(/\S/);
  });

  it('should give the helper for streams the same message as a document', async () => {
    const said = { reasoning, answer, calls: [paris] };
    const thinking = { type: 'enabled' as const, budget_tokens: 1024 };
    const request = { ...question, thinking, tools: [weather] };
    stack.simulator.enqueue(answerWith(said));
    const document = await client.messages.create(request);
    stack.simulator.enqueue(answerWith(said));
    const heard = { text: '', thinking: '', json: '', signatures: 0, blocks: 0 };
    const stream = client.messages
      .stream(request)
      .on('text', (delta) => (heard.text += delta))
      .on('thinking', (delta) => (heard.thinking += delta))
      .on('inputJson', (delta) => (heard.json += delta))
      .on('signature', () => (heard.signatures += 1))
      .on('contentBlock', () => (heard.blocks += 1));
    const message = await stream.finalMessage();
    expect(heard).toMatchObject({ thinking: reasoning, signatures: 1, blocks: 3 });
    expect(heard.text.trim()).toBe(answer);
    expect(JSON.parse(heard.json)).toEqual({ city: 'Paris' });
    const [thought, , use] = message.content;
    expect(thought).toEqual(document.content[0]);
    expect(use).toMatchObject({ type: 'tool_use', name: 'get_weather', input: { city: 'Paris' } });
    expect(message.stop_reason).toBe('tool_use');
    expect(message.usage).toEqual(document.usage);
  });

  it('should take its own messages back', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, calls: [paris] }));
    const thinking = { type: 'adaptive' as const };
    const request = { ...question, thinking, tools: [weather] };
    const message = await client.messages.stream(request).finalMessage();
    const use = message.content.find((block) => block.type === 'tool_use');
    stack.simulator.enqueue(answerWith({ answer: 'Sunny.' }));
    const { data, response } = await client.messages
      .create({
        ...request,
        messages: [
          ...question.messages,
          { role: 'assistant', content: message.content },
          {
            role: 'user',
            content: [{ type: 'tool_result', tool_use_id: use?.id ?? '', content: 'sun' }],
          },
        ],
      })
      .withResponse();
    expect(data.content).toMatchObject([{ type: 'text', text: 'Sunny.' }]);
    expect(response.headers.get('x-ignored-parameters')).toBeNull();
  });

  it('should count tokens', async () => {
    const { model, messages } = question;
    const { input_tokens: few } = await client.messages.countTokens({ model, messages });
    const { input_tokens: more } = await client.messages.countTokens({
      model,
      messages,
      tools: [weather],
    });
    expect(few).toBeGreaterThan(0);
    expect(more).toBeGreaterThan(few);
  });

  it('should parse answers of a format', async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    };
    stack.simulator.enqueue(answerWith({ answer: '{"city":"Paris"}' }));
    const message = await client.messages.create({
      ...question,
      output_config: { format: { type: 'json_schema', schema } },
    });
    const [block] = message.content;
    expect(JSON.parse(block?.type === 'text' ? block.text : '')).toEqual({ city: 'Paris' });
  });

  it('should close the upstream when the stream is aborted', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange, 'Never ending');
    });
    const arrived = stack.simulator.nextExchange();
    const stream = client.messages.stream(question);
    for await (const event of stream) {
      if (event.type === 'content_block_delta') break;
    }
    const exchange = await arrived;
    await exchange.closed;
    expect(exchange.isFinished).toBe(false);
  });
});
