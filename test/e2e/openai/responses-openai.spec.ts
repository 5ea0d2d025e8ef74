import { answerWith } from '../../../src/simulator/answer';
import {
  askForResponse,
  callResponses,
  lastResponse,
  readResponse,
  readResponseEvents,
} from '../../support/responses';
import { Stack } from '../../support/stack';

type Message = Readonly<Record<string, unknown>>;

const tools = [{ type: 'function', name: 'get_weather' }];
const include = ['reasoning.encrypted_content'];
const call = { name: 'get_weather', arguments: { city: 'Paris' } };

describe('responses in front of an API of OpenAI’s kind', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  /** The messages that the upstream gets of a request. */
  const messagesOf = async (fields: object): Promise<readonly Message[]> => {
    const arrived = stack.simulator.nextExchange();
    await readResponse(await askForResponse(stack.origin, fields));
    return (await arrived).body['messages'] as readonly Message[];
  };

  it.each([
    { reason: 'length', cause: 'max_output_tokens' },
    { reason: 'sensitive', cause: 'content_filter' },
  ])('should be incomplete after $reason', async ({ reason, cause }) => {
    for (const stream of [true, false]) {
      stack.simulator.enqueue((exchange) => {
        exchange.say('Half an ans');
        exchange.finish(reason);
      });
      const answer = await askForResponse(stack.origin, { stream, max_output_tokens: 3 });
      const events = stream ? await readResponseEvents(answer) : [];
      const response = stream ? lastResponse(events) : await readResponse(answer);
      expect(response).toMatchObject({
        status: 'incomplete',
        incomplete_details: { reason: cause },
        error: null,
        output: [{ type: 'message', status: 'incomplete', content: [{ text: 'Half an ans' }] }],
      });
      if (stream) expect(events.at(-1)?.type).toBe('response.incomplete');
      const kept = await readResponse(await callResponses(stack.origin, `/${response.id}`));
      expect(kept.status).toBe('incomplete');
    }
  });

  it.each([true, false])(
    'should give sealed reasoning back to the model as part of its turn, stream %j',
    async (stream) => {
      const reasoning = 'The weather: look it up.';
      stack.simulator.enqueue(answerWith({ reasoning, answer: 'Let me look.', calls: [call] }));
      const fields = { tools, include, stream, store: false };
      const answer = await askForResponse(stack.origin, fields);
      const { output } = stream
        ? lastResponse(await readResponseEvents(answer))
        : await readResponse(answer);
      const [thought, ...rest] = output;
      expect(thought?.encrypted_content).not.toContain('weather');
      const items = [{ ...thought, summary: [] }, ...rest];
      const result = { type: 'function_call_output', call_id: output[2]?.call_id, output: 'sunny' };
      const input = [{ role: 'user', content: 'Weather?' }, ...items, result];
      const messages = await messagesOf({ tools, input });
      expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
      expect(messages[1]).toMatchObject({
        content: 'Let me look.',
        reasoning_content: reasoning,
        tool_calls: [{ function: { name: 'get_weather', arguments: '{"city":"Paris"}' } }],
      });
      expect(messages[2]).toMatchObject({ tool_call_id: output[2]?.call_id, content: 'sunny' });
    },
  );

  it('should drop reasoning that somebody else sealed, and say so', async () => {
    const arrived = stack.simulator.nextExchange();
    const input = [
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAAAABforeign' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'Hi' },
    ];
    const response = await askForResponse(stack.origin, { input });
    expect(response.headers.get('x-ignored-parameters')).toBe('input[0].encrypted_content');
    await readResponse(response);
    const [said] = (await arrived).body['messages'] as readonly Message[];
    expect(said).toEqual({ role: 'assistant', content: 'Hello' });
  });

  it('should hand on what the upstream knows, and none of its own', async () => {
    const arrived = stack.simulator.nextExchange();
    const fields = {
      seed: 7,
      store: false,
      client_metadata: { a: 1 },
      include,
      metadata: { b: '1' },
    };
    await readResponse(
      await askForResponse(stack.origin, { ...fields, reasoning: { effort: 'none' } }),
    );
    const { body } = await arrived;
    expect(body).toMatchObject({ seed: 7, thinking: { type: 'disabled' } });
    for (const name of ['store', 'client_metadata', 'include', 'metadata', 'input', 'reasoning']) {
      expect(body).not.toHaveProperty(name);
    }
  });
});
