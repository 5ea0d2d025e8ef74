import { answerWith } from '../../src/simulator/answer';
import { TEST_KEY } from '../support/gateway-process';
import { readError } from '../support/read-error';
import {
  askForResponse,
  callResponses,
  lastResponse,
  readResponse,
  readResponseEvents,
} from '../support/responses';
import { Stack } from '../support/stack';

const OTHER_KEY = 'sk-other-key-of-the-suite';

describe('responses that are kept', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ AUTH_TOKEN: `${TEST_KEY},${OTHER_KEY}` });
  });

  afterAll(() => stack.stop());

  const say = async (input: unknown, answer: string, fields: object = {}): Promise<string> => {
    stack.simulator.enqueue(answerWith({ answer }));
    return (await readResponse(await askForResponse(stack.origin, { input, ...fields }))).id;
  };

  /** What the upstream gets of the next request. */
  const promptOf = async (fields: object): Promise<string> => {
    const arrived = stack.simulator.nextExchange();
    await readResponse(await askForResponse(stack.origin, fields));
    return JSON.stringify((await arrived).body['messages']);
  };

  it('should carry a conversation over several turns', async () => {
    const first = await say('My name is Ann.', 'Hello Ann.', { instructions: 'Be brief.' });
    const second = await say('I live in Rome.', 'Noted.', { previous_response_id: first });
    const sent = await promptOf({ input: 'Who am I?', previous_response_id: second });
    const order = ['My name is Ann.', 'Hello Ann.', 'I live in Rome.', 'Noted.', 'Who am I?'];
    const places = order.map((text) => sent.indexOf(text));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places).not.toContain(-1);
    expect(sent).not.toContain('Be brief.');
  });

  it('should keep what was streamed, with the result of its calls to come', async () => {
    const call = { name: 'get_weather', arguments: { city: 'Paris' } };
    stack.simulator.enqueue(answerWith({ answer: 'Let me look.', calls: [call] }));
    const tools = [{ type: 'function', name: 'get_weather' }];
    const stream = await askForResponse(stack.origin, { tools, stream: true });
    const { id, output } = lastResponse(await readResponseEvents(stream));
    const kept = await readResponse(await callResponses(stack.origin, `/${id}`));
    expect(kept.output).toEqual(output);
    const sent = await promptOf({
      tools,
      previous_response_id: id,
      input: [{ type: 'function_call_output', call_id: output.at(-1)?.call_id, output: 'sunny' }],
    });
    for (const text of ['Let me look.', 'Paris', 'sunny']) expect(sent).toContain(text);
  });

  it('should resolve references to items', async () => {
    stack.simulator.enqueue(answerWith({ answer: 'It is forty-two.' }));
    const { output } = await readResponse(await askForResponse(stack.origin, {}));
    const input = [
      { type: 'item_reference', id: output[0]?.id },
      { role: 'user', content: 'Why?' },
    ];
    expect(await promptOf({ input })).toContain('It is forty-two.');
    const stranger = await askForResponse(stack.origin, { input }, { key: OTHER_KEY });
    expect(stranger.status).toBe(404);
    expect(await readError(stranger)).toMatchObject({ param: 'input', code: 'item_not_found' });
  });

  it('should go on without reasoning that is gone', async () => {
    const input = [
      { type: 'item_reference', id: 'rs_gone' },
      { role: 'user', content: 'Why?' },
    ];
    const response = await askForResponse(stack.origin, { input });
    expect(response.headers.get('x-ignored-parameters')).toBe('input[0]');
    await readResponse(response);
  });

  it('should be nobody else’s', async () => {
    const id = await say('My name is Ann.', 'Hello Ann.');
    const other = { key: OTHER_KEY };
    for (const [path, method] of [
      [`/${id}`, 'GET'],
      [`/${id}`, 'DELETE'],
      [`/${id}/input_items`, 'GET'],
    ] as const) {
      const response = await callResponses(stack.origin, path, undefined, { ...other, method });
      expect(response.status).toBe(404);
      expect((await readError(response)).message).toBe(`Response with id '${id}' not found.`);
    }
    const next = await askForResponse(stack.origin, { previous_response_id: id }, other);
    expect(next.status).toBe(400);
    expect(await readError(next)).toMatchObject({
      message: `Previous response with id '${id}' not found.`,
      param: 'previous_response_id',
      code: 'previous_response_not_found',
    });
    expect((await callResponses(stack.origin, `/${id}`)).status).toBe(200);
  });

  it('should be deleted once', async () => {
    const id = await say('Hi', 'Hello.');
    const remove = (): Promise<Response> =>
      callResponses(stack.origin, `/${id}`, undefined, { method: 'DELETE' });
    expect(await (await remove()).json()).toEqual({ id, object: 'response', deleted: true });
    expect((await remove()).status).toBe(404);
    const next = await askForResponse(stack.origin, { previous_response_id: id });
    expect(await readError(next)).toMatchObject({ code: 'previous_response_not_found' });
  });

  it('should break a conversation when an earlier one is deleted', async () => {
    const first = await say('Hi', 'Hello.');
    const second = await say('And?', 'Nothing.', { previous_response_id: first });
    await callResponses(stack.origin, `/${first}`, undefined, { method: 'DELETE' });
    const next = await askForResponse(stack.origin, { previous_response_id: second });
    expect(await readError(next)).toMatchObject({ code: 'previous_response_not_found' });
  });

  it('should list the items of their input by pages', async () => {
    const input = ['one', 'two', 'three'].map((content) => ({ role: 'user', content }));
    const id = await say(input, 'Hello.');
    const page = async (query: string): Promise<Readonly<Record<string, unknown>>> =>
      (await (await callResponses(stack.origin, `/${id}/input_items?${query}`)).json()) as never;
    const texts = ({ data }: Readonly<Record<string, unknown>>): readonly unknown[] =>
      (data as readonly { content: readonly { text: string }[] }[]).map(
        ({ content }) => content[0]?.text,
      );
    const first = await page('limit=2');
    expect(texts(first)).toEqual(['three', 'two']);
    expect(first).toMatchObject({ object: 'list', has_more: true });
    const rest = await page(`limit=2&after=${String(first['last_id'])}`);
    expect(texts(rest)).toEqual(['one']);
    expect(rest['has_more']).toBe(false);
    expect(texts(await page('order=asc'))).toEqual(['one', 'two', 'three']);
    for (const [param, query] of [
      ['limit', 'limit=0'],
      ['order', 'order=up'],
      ['after', 'after=x'],
    ]) {
      const refused = await callResponses(stack.origin, `/${id}/input_items?${query ?? ''}`);
      expect(refused.status).toBe(400);
      expect(await readError(refused)).toMatchObject({ param });
    }
  });

  it('should not be kept when the request says so', async () => {
    const id = await say('Hi', 'Hello.', { store: false });
    expect((await callResponses(stack.origin, `/${id}`)).status).toBe(404);
  });

  it('should not log what they say', async () => {
    await say('canary of the conversation', 'Hello.');
    expect(stack.gateway.output).not.toContain('canary of the conversation');
  });
});

describe('a gateway that keeps no responses', () => {
  it('should answer all the same, and say that it keeps none', async () => {
    const stack = await Stack.start({ RESPONSES_TTL_S: '0' });
    const response = await readResponse(await askForResponse(stack.origin, {}));
    expect(response['store']).toBe(false);
    expect((await callResponses(stack.origin, `/${response.id}`)).status).toBe(404);
    const next = await askForResponse(stack.origin, { previous_response_id: response.id });
    expect(await readError(next)).toMatchObject({ code: 'previous_response_not_found' });
    await stack.stop();
  });
});

describe('a gateway whose memory for responses is full', () => {
  it('should forget what was not used for longest', async () => {
    const stack = await Stack.start({ RESPONSES_MEMORY_MB: '1' });
    const input = 'x'.repeat(300_000);
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      if (ids[0] !== undefined) await callResponses(stack.origin, `/${ids[0]}`);
      ids.push((await readResponse(await askForResponse(stack.origin, { input }))).id);
    }
    const statuses = await Promise.all(
      ids.map(async (id) => (await callResponses(stack.origin, `/${id}`)).status),
    );
    expect(statuses).toEqual([200, 404, 200, 200]);
    await stack.stop();
  });
});
