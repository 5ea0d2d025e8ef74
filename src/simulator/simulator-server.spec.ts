import { isJsonObject, safeParseJson } from '../protocol/json/safe-parse-json';
import { SseDecoder } from '../protocol/sse/decode-sse';
import { answerWith } from './answer';
import { createDemoReply } from './demo-answers';
import type { DialectName } from './dialects/dialect';
import { SimulatorServer } from './simulator-server';

interface Choice {
  readonly delta: Readonly<Record<string, unknown>>;
  readonly finish_reason?: string | null;
}

interface SimulatedChunk {
  readonly object?: string;
  readonly choices: readonly Choice[];
  readonly usage?: unknown;
}

const WEATHER = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
};
const CALL = { name: 'get_weather', arguments: { city: 'Paris' } };

describe('SimulatorServer', () => {
  const simulator = new SimulatorServer(createDemoReply(0));

  beforeAll(() => simulator.start());

  afterAll(() => simulator.stop());

  /** The chunks of an answer, which must end as all of them do. */
  const ask = async (dialect: DialectName, fields: object): Promise<readonly SimulatedChunk[]> => {
    const response = await fetch(`${simulator.endpoint(dialect)}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer key' },
      body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...fields }),
    });
    const decoder = new SseDecoder(1_000_000);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const events = [...decoder.push(bytes), ...decoder.flush()].map(({ data }) => data);
    expect(events.pop()).toBe('[DONE]');
    return events.map((data) => safeParseJson(data) as SimulatedChunk);
  };

  const deltas = (chunks: readonly SimulatedChunk[], field: string): readonly unknown[] =>
    chunks.flatMap(({ choices }) => choices.flatMap(({ delta }) => delta[field] ?? []));

  const callTexts = (chunks: readonly SimulatedChunk[]): readonly unknown[] =>
    deltas(chunks, 'tool_calls').map((call) =>
      isJsonObject(call) && isJsonObject(call['function']) ? call['function']['arguments'] : call,
    );

  describe('as the official API', () => {
    it('should put the usage on the chunk that ends the answer', async () => {
      simulator.enqueue(answerWith({ reasoning: 'Hm.', answer: 'Well then.' }));
      const chunks = await ask('official', {});
      expect(chunks.every((chunk) => chunk.object === undefined)).toBe(true);
      expect(deltas(chunks, 'reasoning_content').join('')).toBe('Hm.');
      expect(deltas(chunks, 'content').join('')).toBe('\nWell then.');
      expect(chunks.filter(({ usage }) => usage !== undefined)).toEqual(chunks.slice(-1));
      expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    });

    it('should stream the arguments of calls only when asked to', async () => {
      simulator.enqueue(answerWith({ calls: [CALL] }));
      expect(callTexts(await ask('official', { tools: [WEATHER] }))).toEqual(['{"city":"Paris"}']);
      simulator.enqueue(answerWith({ calls: [CALL] }));
      const streamed = callTexts(await ask('official', { tools: [WEATHER], tool_stream: true }));
      expect(streamed.length).toBeGreaterThan(2);
      expect(streamed.join('')).toBe('{"city":"Paris"}');
    });

    it('should take no reply for a request that it refuses', async () => {
      const response = await fetch(`${simulator.endpoint('official')}/chat/completions`, {
        method: 'POST',
        body: '{}',
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { code: '1000' } });
    });
  });

  describe('as vLLM', () => {
    it('should name the role first and count only when asked to', async () => {
      for (const isAsked of [true, false]) {
        simulator.enqueue(answerWith({ reasoning: 'Hm.', answer: 'Well then.' }));
        const chunks = await ask('vllm', { stream_options: { include_usage: isAsked } });
        expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '' });
        expect(deltas(chunks, 'reasoning').join('')).toBe('Hm.');
        expect(deltas(chunks, 'content').join('')).toBe('Well then.');
        expect(chunks.filter(({ choices }) => choices.length === 0)).toHaveLength(isAsked ? 1 : 0);
      }
    });

    it('should list its model with the size of its context', async () => {
      const response = await fetch(`${simulator.endpoint('vllm')}/models`);
      const { data } = (await response.json()) as { readonly data: readonly unknown[] };
      expect(data[0]).toMatchObject({ owned_by: 'vllm', max_model_len: 131_072 });
    });
  });

  describe.each(['official', 'vllm'] as const)('as the demo in the dialect %s', (dialect) => {
    const last = (content: string): object => ({ messages: [{ role: 'user', content }] });

    it('should call native tools and make words of their results', async () => {
      const fields = { tools: [WEATHER], ...last('Weather in Paris?') };
      const chunks = await ask(dialect, fields);
      expect(callTexts(chunks).join('')).toBe('{"city":"Paris"}');
      expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls');
      const messages = [
        { role: 'user', content: 'Weather in Paris?' },
        { role: 'assistant', tool_calls: [{ id: 'a', function: { name: 'get_weather' } }] },
        { role: 'tool', tool_call_id: 'a', content: 'sunny' },
      ];
      const answered = await ask(dialect, { tools: [WEATHER], messages });
      expect(deltas(answered, 'content').join('')).toContain('get_weather 的结果：sunny');
    });

    it('should answer in JSON when asked to', async () => {
      const chunks = await ask(dialect, { response_format: { type: 'json_object' } });
      expect(safeParseJson(deltas(chunks, 'content').join(''))).toEqual({ answer: 'Hello!' });
    });
  });

  it('should fill in a schema', async () => {
    const schema = {
      type: 'object',
      properties: {
        city: { $ref: '#/$defs/city' },
        days: { type: 'array', items: { type: 'integer', minimum: 3 }, minItems: 2 },
        sky: { enum: ['clear', 'cloudy'] },
        note: { anyOf: [{ type: 'null' }, { type: 'string' }] },
      },
      $defs: { city: { type: 'string' } },
    };
    const format = { type: 'json_schema', json_schema: { name: 'x', schema } };
    const chunks = await ask('vllm', { response_format: format });
    expect(safeParseJson(deltas(chunks, 'content').join(''))).toEqual({
      city: 'example',
      days: [3, 3],
      sky: 'clear',
      note: null,
    });
  });

  it('should not know other paths', async () => {
    for (const path of ['/v2/chat/completions', '/v1/models/x', '/api/paas/v4', '/constructor']) {
      expect((await fetch(simulator.origin + path)).status).toBe(404);
    }
  });
});
