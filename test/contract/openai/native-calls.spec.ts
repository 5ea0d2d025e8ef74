import type OpenAI from 'openai';
import type { DialectName } from '../../../src/simulator/dialects/dialect';
import type { Reply } from '../../../src/simulator/simulator-server';
import { Fleet } from '../../support/fleet';

const tools: OpenAI.ChatCompletionTool[] = ['get_weather', 'get_time', 'ping'].map((name) => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}));
const question = {
  model: 'GLM-4.5',
  messages: [{ role: 'user' as const, content: 'Weather?' }],
  tools,
};

/** Answers with deltas of calls as they are given. */
function callWith(deltas: readonly object[], finishReason = 'tool_calls'): Reply {
  return (exchange) => {
    for (const delta of deltas) {
      exchange.sendEvent({ choices: [{ index: 0, delta: { tool_calls: [delta] } }] });
    }
    exchange.conclude(finishReason);
    exchange.end();
  };
}

const whole = (fields: object, name: string, json?: unknown): object => ({
  ...fields,
  type: 'function',
  function: { name, ...(json === undefined ? {} : { arguments: json }) },
});

const paris = '{"city":"Paris"}';
const rome = '{"city":"Rome"}';

describe.each<DialectName>(['official', 'vllm'])(
  'native calls of %s, as the client of OpenAI sees them',
  (dialect) => {
    let fleet: Fleet;
    let client: OpenAI;

    beforeAll(async () => {
      fleet = await Fleet.start([dialect]);
      client = fleet.openAi();
    });

    afterAll(() => fleet.stop());

    /** Name and arguments of the calls, which both ways to ask must agree on. */
    async function callsOf(
      reply: Reply,
      fields: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming> = {},
    ): Promise<readonly (readonly [string, string])[]> {
      fleet.script(dialect, reply, reply);
      const document = await client.chat.completions.create({
        ...question,
        ...fields,
        stream: false,
      });
      const helper = client.chat.completions.stream({ ...question, ...fields, stream: true });
      const streamed = await helper.finalChatCompletion();
      const [one, other] = [document, streamed].map(({ choices: [choice] }) => {
        expect(choice?.finish_reason).toBe('tool_calls');
        const calls = choice?.message.tool_calls ?? [];
        const ids = calls.map(({ id }) => id);
        expect(new Set(ids).size).toBe(calls.length);
        expect(ids.every((id) => id.length > 0)).toBe(true);
        return calls.flatMap((call) =>
          call.type === 'function' ? [[call.function.name, call.function.arguments] as const] : [],
        );
      });
      expect(other).toEqual(one);
      return one ?? [];
    }

    it('should come in pieces', async () => {
      const deltas = [
        whole({ index: 0, id: 'a' }, 'get_weather', ''),
        { index: 0, function: { arguments: '{"city":' } },
        { index: 0, function: { arguments: '"Paris"}' } },
      ];
      expect(await callsOf(callWith(deltas))).toEqual([['get_weather', paris]]);
    });

    it('should come side by side, even with their pieces mixed', async () => {
      const deltas = [
        whole({ index: 0, id: 'a' }, 'get_weather', '{"city":'),
        whole({ index: 1, id: 'b' }, 'get_time', '{"city":'),
        { index: 0, function: { arguments: '"Paris"}' } },
        { index: 1, function: { arguments: '"Rome"}' } },
      ];
      expect(await callsOf(callWith(deltas))).toEqual([
        ['get_weather', paris],
        ['get_time', rome],
      ]);
    });

    it.each([
      ['nothing', undefined],
      ['an empty text', ''],
      ['null', null],
      ['an empty object', '{}'],
    ])(
      'should have an empty object as arguments where the upstream gives %s',
      async (_case, json) => {
        expect(await callsOf(callWith([whole({ index: 0, id: 'a' }, 'ping', json)]))).toEqual([
          ['ping', '{}'],
        ]);
      },
    );

    it.each([
      [
        'whole',
        [
          whole({ index: 0, id: 'a' }, 'get_weather', paris),
          whole({ index: 1, id: 'b' }, 'get_time', rome),
        ],
      ],
      [
        'without an index',
        [whole({ id: 'a' }, 'get_weather', paris), whole({ id: 'b' }, 'get_time', rome)],
      ],
      [
        'all with one index',
        [
          whole({ index: 0, id: 'a' }, 'get_weather', paris),
          whole({ index: 0, id: 'b' }, 'get_time', rome),
        ],
      ],
      [
        'with one id',
        [
          whole({ index: 0, id: 'a' }, 'get_weather', paris),
          whole({ index: 1, id: 'a' }, 'get_time', rome),
        ],
      ],
      [
        'without an id',
        [whole({ index: 0 }, 'get_weather', paris), whole({ index: 1 }, 'get_time', rome)],
      ],
      [
        'with arguments that are no text',
        [
          whole({ index: 0, id: 'a' }, 'get_weather', { city: 'Paris' }),
          whole({ index: 1, id: 'b' }, 'get_time', { city: 'Rome' }),
        ],
      ],
    ])('should come right when they come %s', async (_case, deltas) => {
      expect(await callsOf(callWith(deltas))).toEqual([
        ['get_weather', paris],
        ['get_time', rome],
      ]);
    });

    it('should be calls whatever the upstream calls the end', async () => {
      const deltas = [whole({ index: 0, id: 'a' }, 'get_weather', paris)];
      expect(await callsOf(callWith(deltas, 'stop'))).toEqual([['get_weather', paris]]);
    });

    it('should be one call where only one may be', async () => {
      const deltas = [
        whole({ index: 0, id: 'a' }, 'get_weather', paris),
        whole({ index: 1, id: 'b' }, 'get_time', rome),
      ];
      const calls = await callsOf(callWith(deltas), { parallel_tool_calls: false });
      expect(calls).toEqual([['get_weather', paris]]);
      const [body] = fleet.bodies(dialect, 1);
      expect(body?.['parallel_tool_calls']).toBe(dialect === 'vllm' ? false : undefined);
    });

    it('should be an error when the arguments are cut', async () => {
      const reply = callWith([whole({ index: 0, id: 'a' }, 'get_weather', '{"city":"Par')]);
      fleet.script(dialect, reply, reply);
      await expect(client.chat.completions.create(question)).rejects.toMatchObject({
        status: 502,
        code: 'invalid_tool_call',
      });
      const stream = client.chat.completions.stream(question);
      await expect(stream.finalChatCompletion()).rejects.toMatchObject({
        code: 'invalid_tool_call',
      });
    });

    it('should take part in a conversation', async () => {
      const helper = client.chat.completions.runTools({
        ...question,
        tools: [
          {
            type: 'function',
            function: {
              name: 'get_weather',
              description: 'Weather.',
              parameters: { type: 'object', properties: {} },
              parse: JSON.parse,
              function: ({ city }: { city: string }) => `Sunny in ${city}.`,
            },
          },
        ],
      });
      fleet.script(dialect, callWith([whole({ index: 0, id: 'a' }, 'get_weather', paris)]));
      expect((await helper.finalContent())?.trim()).toBe(dialect);
      const [body] = fleet.bodies(dialect, 1);
      expect(body?.['messages']).toMatchObject([
        { role: 'user' },
        { role: 'assistant', tool_calls: [{ id: 'a', function: { arguments: paris } }] },
        { role: 'tool', tool_call_id: 'a', content: 'Sunny in Paris.' },
      ]);
    });
  },
);
