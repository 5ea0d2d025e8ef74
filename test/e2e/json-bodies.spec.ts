import { gzipSync } from 'node:zlib';
import { postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { TEST_KEY } from '../support/gateway-process';
import { readError } from '../support/read-error';

const MESSAGES = '"messages":[{"role":"user","content":"x"}]';
const DEEP = '['.repeat(100_000) + ']'.repeat(100_000);
const BYTE_ORDER_MARK = '\uFEFF';

describe('bodies as hostile or careless clients write them', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    await stack.stop();
  });

  it.each([
    ['a truncated object', `{${MESSAGES}`],
    ['an open array, 100 thousand deep', '['.repeat(100_000)],
    ['NaN', `{"temperature":NaN,${MESSAGES}}`],
    ['a single quote', "{'model':1}"],
    ['text', 'hello'],
    ['two documents', '{}{}'],
    ['a NUL', '\u0000'],
  ])('should find that %s is not JSON', async (_case, body) => {
    const response = await postChat(stack.origin, body);
    expect(response.status).toBe(400);
    const error = await readError(response);
    expect(error).toMatchObject({ type: 'invalid_request_error', code: 'invalid_json' });
  });

  it.each([
    ['nothing', ''],
    ['an array', '[]'],
    ['an array, 100 thousand deep', DEEP],
    ['messages, 100 thousand deep', `{"messages":${DEEP}}`],
    ['an object without messages', '{}'],
    ['messages that only look like an array', '{"messages":{"length":1,"0":{}}}'],
    ['a stop sequence, 100 thousand deep', `{"stop":${DEEP},${MESSAGES}}`],
    [
      'the arguments of a call, 100 thousand deep',
      `{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":${DEEP}}}]}]}`,
    ],
    ['an infinite number', `{"temperature":1e999,${MESSAGES}}`],
    ['a constructor instead of messages', '{"constructor":{"name":"x"}}'],
    ['a prototype with the messages', `{"__proto__":{${MESSAGES}}}`],
  ])('should find that %s is no request', async (_case, body) => {
    const response = await postChat(stack.origin, body);
    expect(response.status).toBe(400);
    const error = await readError(response);
    expect(error.type).toBe('invalid_request_error');
    expect(error.message).not.toMatch(/stack|unknown value|undefined/i);
  });

  it.each([
    ['a byte order mark', `${BYTE_ORDER_MARK}{${MESSAGES}}`],
    ['an unknown field, 100 thousand deep', `{"metadata":${DEEP},${MESSAGES}}`],
    ['a field twice, of which the last counts', `{"messages":1,${MESSAGES}}`],
    ['fields named like those of every object', `{"toString":1,"valueOf":2,${MESSAGES}}`],
    ['a constructor', `{"constructor":{"prototype":{"role":"x"}},${MESSAGES}}`],
    ['a prototype', `{"__proto__":{"n":2,"stream":true},${MESSAGES}}`],
    [
      'prototypes inside',
      '{"messages":[{"role":"user","content":"x","__proto__":{"role":"admin"}}],"metadata":{"__proto__":{"a":1}}}',
    ],
  ])('should not stumble over %s', async (_case, body) => {
    const response = await postChat(stack.origin, body);
    expect(response.status).toBe(200);
    const last = stack.simulator.exchanges.at(-1);
    expect(last?.body['messages']).toEqual([{ role: 'user', content: 'x' }]);
  });

  it('should keep others waiting no longer for a body that is deep or long', async () => {
    const start = performance.now();
    const bodies = [
      DEEP,
      `{"messages":${DEEP}}`,
      `{"metadata":${DEEP},${MESSAGES}}`,
      '['.repeat(1e6),
    ];
    const hostile = bodies.map((body) => postChat(stack.origin, body));
    expect((await fetch(`${stack.origin}/health/live`)).status).toBe(200);
    for (const { status } of await Promise.all(hostile)) expect([200, 400]).toContain(status);
    // Milliseconds each; what grows with the square of the depth would take minutes.
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('should pass half of a surrogate pair on as JSON', async () => {
    const body = '{"messages":[{"role":"user","content":"a\\ud83d b"}]}';
    const response = await postChat(stack.origin, body);
    expect(response.status).toBe(200);
    expect(stack.simulator.exchanges.at(-1)?.prompt).toBe('a\ud83d b');
  });

  it('should take a compressed body but no more of it than the limit', async () => {
    const send = (body: string): Promise<Response> =>
      fetch(`${stack.origin}/v1/chat/completions`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${TEST_KEY}`,
          'content-type': 'application/json',
          'content-encoding': 'gzip',
        },
        body: new Uint8Array(gzipSync(body)),
      });
    expect((await send(`{${MESSAGES}}`)).status).toBe(200);
    const bomb = await send(' '.repeat(17 * 1024 * 1024));
    expect(bomb.status).toBe(413);
    await readError(bomb);
  });

  it('should answer well after all of this', async () => {
    const response = await postChat(stack.origin, `{${MESSAGES}}`);
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: 'Hello there.' }, finish_reason: 'stop' }],
    });
    expect(stack.gateway.output).not.toContain('"level":"error"');
  });
});
