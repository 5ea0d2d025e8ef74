import OpenAI, { APIError } from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { answerWith } from '../../src/simulator/answer';
import { breakOff } from '../support/faults';
import { Stack } from '../support/stack';

const reasoning = 'Tenths come first.\nSo compare 9 with 1.';
const answer = '9.9 is larger than 9.11.';
const request = { model: 'GLM-4.5', input: 'Which is larger?' };
const tools: OpenAI.Responses.FunctionTool[] = [
  {
    type: 'function',
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    strict: false,
  },
];
const call = { name: 'get_weather', arguments: { city: '北京 "x"' } };
const given = '{"city":"北京 \\"x\\""}';

describe('responses, as the client of OpenAI uses them', () => {
  let stack: Stack;
  let client: OpenAI;

  beforeAll(async () => {
    stack = await Stack.start();
    client = stack.openAi();
  });

  afterAll(() => stack.stop());

  it('should be a document', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, answer }));
    const response = await client.responses.create(request);
    expect(response).toMatchObject({ object: 'response', status: 'completed', model: 'GLM-4.5' });
    expect(response.output_text).toBe(answer);
    expect(response.output[0]).toMatchObject({
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: reasoning }],
    });
    expect(response.usage?.total_tokens).toBeGreaterThan(0);
  });

  it('should be events that amount to the document', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, answer }));
    const stream = await client.responses.create({ ...request, stream: true });
    let text = '';
    let thought = '';
    let last: OpenAI.Responses.ResponseStreamEvent | undefined;
    for await (const event of stream) {
      if (event.type === 'response.output_text.delta') text += event.delta;
      if (event.type === 'response.reasoning_summary_text.delta') thought += event.delta;
      last = event;
    }
    expect(text).toBe(answer);
    expect(thought).toBe(reasoning);
    expect(last).toMatchObject({ type: 'response.completed', response: { status: 'completed' } });
  });

  it('should be gathered by the stream helper', async () => {
    stack.simulator.enqueue(answerWith({ reasoning, answer, calls: [call] }));
    const stream = client.responses.stream({ ...request, tools });
    const snapshots: string[] = [];
    stream.on('response.output_text.delta', ({ snapshot }) => snapshots.push(snapshot));
    const response = await stream.finalResponse();
    expect(snapshots.at(-1)).toBe(answer);
    expect(response.output_text).toBe(answer);
    expect(response.output.map(({ type }) => type)).toEqual([
      ...['reasoning', 'message', 'function_call'],
    ]);
    expect(response.output.at(-1)).toMatchObject({ name: 'get_weather', arguments: given });
  });

  it('should take the result of a call and go on', async () => {
    stack.simulator.enqueue(answerWith({ reasoning: 'Look first.', calls: [call] }));
    const first = await client.responses.create({ ...request, tools, store: false });
    const called = first.output.find((item) => item.type === 'function_call');
    expect(called?.arguments).toBe(given);
    const arrived = stack.simulator.nextExchange();
    stack.simulator.enqueue(answerWith({ answer }));
    const second = await client.responses.create({
      model: 'GLM-4.5',
      tools,
      store: false,
      input: [
        { role: 'user', content: 'Weather?' },
        ...(first.output as OpenAI.Responses.ResponseInputItem[]),
        { type: 'function_call_output', call_id: called?.call_id ?? '', output: 'sunny today' },
      ],
    });
    expect(second.output_text).toBe(answer);
    const sent = JSON.stringify((await arrived).body['messages']);
    expect(sent).toContain('sunny today');
    expect(sent).toContain('get_weather');
  });

  it('should be parsed', async () => {
    stack.simulator.enqueue(answerWith({ answer: 'Here: {"name": "Ann", "age": 7}' }));
    const format = zodTextFormat(z.object({ name: z.string(), age: z.number() }), 'person');
    const response = await client.responses.parse({ ...request, text: { format } });
    expect(response.output_parsed).toEqual({ name: 'Ann', age: 7 });
  });

  it('should go on from an earlier one, and be read, listed and deleted', async () => {
    const first = await client.responses.create({ ...request, instructions: 'Be brief.' });
    const arrived = stack.simulator.nextExchange();
    const second = await client.responses.create({
      model: 'GLM-4.5',
      previous_response_id: first.id,
      input: [{ role: 'user', content: 'And now?' }],
    });
    const { prompt, body } = await arrived;
    expect(prompt).toContain('And now?');
    expect(JSON.stringify(body)).toContain('Which is larger?');
    expect(JSON.stringify(body)).not.toContain('Be brief.');
    expect(second.previous_response_id).toBe(first.id);
    expect((await client.responses.retrieve(first.id)).output_text).toBe(first.output_text);
    const items = await client.responses.inputItems.list(second.id, { order: 'asc' });
    expect(items.data).toMatchObject([
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'And now?' }] },
    ]);
    await client.responses.delete(second.id);
    await expect(client.responses.retrieve(second.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('should page through the items of the input', async () => {
    const input = ['one', 'two', 'three'].map((content) => ({ role: 'user' as const, content }));
    const { id } = await client.responses.create({ ...request, input });
    const texts: string[] = [];
    for await (const item of client.responses.inputItems.list(id, { limit: 2 })) {
      texts.push(JSON.stringify(item));
    }
    expect(texts).toHaveLength(3);
    expect(texts[0]).toContain('three');
    expect(texts[2]).toContain('one');
  });

  it('should raise errors with their status, param and code', async () => {
    await expect(client.responses.create({ ...request, model: 'gpt-4' })).rejects.toMatchObject({
      ...{ status: 404, code: 'model_not_found', param: 'model' },
    });
    await expect(
      client.responses.create({ ...request, previous_response_id: 'resp_x' }),
    ).rejects.toMatchObject({
      status: 400,
      code: 'previous_response_not_found',
      param: 'previous_response_id',
    });
    await expect(client.responses.create({ ...request, background: true })).rejects.toMatchObject({
      ...{ status: 400, code: 'unsupported_parameter', param: 'background' },
    });
  });

  it('should raise an error in the middle of a stream', async () => {
    stack.simulator.enqueue(breakOff);
    const stream = await client.responses.create({ ...request, stream: true });
    let text = '';
    const read = async (): Promise<void> => {
      for await (const event of stream) {
        if (event.type === 'response.output_text.delta') text += event.delta;
        expect(event.type).not.toBe('response.completed');
      }
    };
    await expect(read()).rejects.toBeInstanceOf(APIError);
    expect(text).toBe('So far so good.');
    stack.simulator.enqueue(breakOff);
    await expect(client.responses.stream(request).finalResponse()).rejects.toBeInstanceOf(APIError);
  });
});
