import type OpenAI from 'openai';
import { answerWith } from '../../src/simulator/answer';
import { Stack } from '../support/stack';

/** OpenAI's type with the field that reasoning models add. */
type Reasoned<T> = T & { readonly reasoning_content?: string };

const question = {
  model: 'GLM-4.5',
  messages: [{ role: 'user' as const, content: 'Which is larger?' }],
};
const streamed = { ...question, stream: true as const };
const reasoning = 'Compare 9.11 and 9.9.\nTenths come first.';
const answer = '9.9 is larger than 9.11.';

describe('chat completions, as the client of OpenAI sees them', () => {
  let stack: Stack;
  let client: OpenAI;

  beforeAll(async () => {
    stack = await Stack.start();
    client = stack.openAi();
  });

  afterAll(() => stack.stop());

  it('should answer with one document', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, answer }));
    const completion = await client.chat.completions.create(question);
    expect(completion.choices).toEqual([
      {
        index: 0,
        message: {
          role: 'assistant',
          content: answer,
          refusal: null,
          reasoning_content: reasoning,
        },
        finish_reason: 'stop',
        logprobs: null,
      },
    ]);
    expect(completion.model).toBe('GLM-4.5');
    expect(completion.usage?.total_tokens).toBeGreaterThan(0);
  });

  it('should stream reasoning before the answer', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, answer }));
    const seen: ('reasoning' | 'answer')[] = [];
    const said = { reasoning: '', answer: '' };
    for await (const chunk of await client.chat.completions.create(streamed)) {
      const delta = chunk.choices[0]?.delta as Reasoned<OpenAI.ChatCompletionChunk.Choice.Delta>;
      if (delta.reasoning_content) seen.push('reasoning');
      if (delta.content) seen.push('answer');
      said.reasoning += delta.reasoning_content ?? '';
      said.answer += delta.content ?? '';
    }
    expect(said).toEqual({ reasoning, answer });
    expect(seen.lastIndexOf('reasoning')).toBeLessThan(seen.indexOf('answer'));
    expect(seen.length).toBeGreaterThan(4);
  });

  it('should give every delta of the Python SDK a reasoning_content, which its users read unasked', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, answer }));
    const headers = { 'x-stainless-lang': 'python' };
    for await (const { choices } of await client.chat.completions.create(streamed, { headers })) {
      expect(choices[0]?.delta).toHaveProperty('reasoning_content');
    }
  });

  it('should name the role first and the reason of the end last', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, answer }));
    const chunks = await collect(await client.chat.completions.create(streamed));
    const choices = chunks.flatMap((chunk) => chunk.choices);
    expect(choices[0]?.delta).toEqual({ role: 'assistant', content: '' });
    expect(choices.filter(({ delta }) => delta.role !== undefined)).toHaveLength(1);
    expect(choices.at(-1)?.finish_reason).toBe('stop');
    expect(choices.filter(({ finish_reason: reason }) => reason !== null)).toHaveLength(1);
    expect(
      new Set(chunks.map(({ id, created, model }) => `${id} ${String(created)} ${model}`)).size,
    ).toBe(1);
  });

  it('should send the usage last, and only to who asks for it', async () => {
    stack.simulator.enqueue(answerWith({ answer }));
    const asked = await collect(
      await client.chat.completions.create({
        ...streamed,
        stream_options: { include_usage: true },
      }),
    );
    stack.simulator.enqueue(answerWith({ answer }));
    const unasked = await collect(await client.chat.completions.create(streamed));
    const { usage, choices } = asked.at(-1) ?? {};
    expect(choices).toEqual([]);
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
    expect(asked.filter((chunk) => chunk.usage)).toHaveLength(1);
    expect(unasked.filter((chunk) => chunk.usage)).toHaveLength(0);
    expect(unasked.every((chunk) => chunk.choices.length === 1)).toBe(true);
  });

  it('should give the stream helper the same completion as a document', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, answer }));
    stack.simulator.enqueue(answerWith({ reasoning, answer }));
    const helper = client.chat.completions.stream({
      ...question,
      stream_options: { include_usage: true },
    });
    const final = await helper.finalChatCompletion();
    const document = await client.chat.completions.create(question);
    expect(final.choices[0]?.message.content).toBe(answer);
    expect(await helper.finalContent()).toBe(answer);
    expect(final.choices[0]?.finish_reason).toBe('stop');
    expect(final.usage).toEqual(document.usage);
  });

  it('should close the upstream when the stream is aborted', async () => {
    stack.simulator.enqueue((exchange) => {
      exchange.say('Never ending');
    });
    const arrived = stack.simulator.nextExchange();
    const stream = await client.chat.completions.create(streamed);
    const exchange = await arrived;
    for await (const { choices } of stream) {
      if (choices[0]?.delta.content) stream.controller.abort();
    }
    await exchange.closed;
    expect(exchange.isFinished).toBe(false);
  });

  it('should close the upstream when the loop over the stream is left', async () => {
    stack.simulator.enqueue((exchange) => {
      exchange.say('Never ending');
    });
    const arrived = stack.simulator.nextExchange();
    for await (const { choices } of await client.chat.completions.create(streamed)) {
      if (choices[0]?.delta.content) break;
    }
    const exchange = await arrived;
    await exchange.closed;
    expect(exchange.isFinished).toBe(false);
  });

  it.each([question, streamed])(
    'should close the upstream when the request is aborted before the first byte',
    async (request) => {
      const abort = new AbortController();
      stack.simulator.enqueue(() => undefined);
      const arrived = stack.simulator.nextExchange();
      const pending = client.chat.completions.create(request, { signal: abort.signal });
      const failed = expect(pending).rejects.toThrow('Request was aborted.');
      const exchange = await arrived;
      abort.abort();
      await failed;
      await exchange.closed;
      expect(exchange.isFinished).toBe(false);
    },
  );
});

async function collect(
  stream: AsyncIterable<OpenAI.ChatCompletionChunk>,
): Promise<OpenAI.ChatCompletionChunk[]> {
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
