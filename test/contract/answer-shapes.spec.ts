import { safeParseJson } from '../../src/protocol/json/safe-parse-json';
import { replay } from '../../src/simulator/web-answer';
import { ask, postChat } from '../support/chat';
import { TEST_KEY } from '../support/gateway-process';
import {
  chunkShape,
  completionShape,
  errorShape,
  modelListShape,
  modelShape,
} from '../support/openai-shapes';
import { decode } from '../support/read-sse';
import { Stack } from '../support/stack';
import { webFixtures } from '../support/web-fixtures';

describe('everything that the gateway sends', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(() => stack.stop());

  const modes = webFixtures.flatMap((fixture) =>
    ['think', 'strip', 'raw'].map((mode) => ({ ...fixture, mode })),
  );

  it.each(modes)('should have the shapes of OpenAI: $name, $mode', async ({ bytes, mode }) => {
    const headers = { 'x-thinking-processing': mode };
    stack.simulator.enqueue(replay(bytes));
    const document = await postChat(stack.gateway.origin, ask('x'), { headers });
    const shape = document.status === 200 ? completionShape : errorShape;
    shape(await document.json(), 'document');

    const request = ask('x', { stream: true, stream_options: { include_usage: true } });
    stack.simulator.enqueue(replay(bytes));
    const response = await postChat(stack.gateway.origin, request, { headers });
    if (response.status === 200) checkStream(await response.arrayBuffer(), document.status === 200);
    else errorShape(await response.json(), 'error');
  });

  it('should have the shapes of OpenAI: models', async () => {
    const headers = { authorization: `Bearer ${TEST_KEY}` };
    const list = await fetch(`${stack.gateway.apiUrl}/models`, { headers });
    const { data } = modelListShape(await list.json(), 'models');
    expect(data.length).toBeGreaterThan(2);
    const model = await fetch(`${stack.gateway.apiUrl}/models/${data[0]?.id ?? ''}`, { headers });
    expect(modelShape(await model.json(), 'model')).toEqual(data[0]);
  });

  it.each([
    ['no key', 401, '/models', {}],
    ['an unknown path', 404, '/embeddings', { method: 'POST' }],
    ['another method', 405, '/chat/completions', {}],
    ['no JSON', 400, '/chat/completions', { method: 'POST', body: '{"model":' }],
    ['a list', 400, '/chat/completions', { method: 'POST', body: '[]' }],
    ['no messages', 400, '/chat/completions', { method: 'POST', body: '{}' }],
    ['a path that cannot be decoded', 400, '/models/%E0%A4%A', {}],
  ])('should have the shapes of OpenAI: %s', async (name, status, path, options) => {
    const authorization = name === 'no key' ? '' : `Bearer ${TEST_KEY}`;
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(`${stack.gateway.apiUrl}${path}`, { ...options, headers });
    expect(response.status).toBe(status);
    errorShape(await response.json(), 'error');
  });
});

/** A stream holds chunks, then `[DONE]` when it succeeded or one error when it did not. */
function checkStream(body: ArrayBuffer, succeeds: boolean): void {
  const data = decode(new Uint8Array(body)).map((event) => event.data);
  const last = data.pop() ?? '';
  if (succeeds) expect(last).toBe('[DONE]');
  else errorShape(safeParseJson(last), 'error event');
  const chunks = data.map((text, index) =>
    chunkShape(safeParseJson(text), `chunks[${String(index)}]`),
  );
  const envelopes = chunks.map(({ id, created, model }) => `${id} ${String(created)} ${model}`);
  expect(new Set(envelopes).size).toBe(1);
  expect(chunks.filter(({ usage }) => usage).length).toBe(succeeds ? 1 : 0);
  if (succeeds) expect(chunks.at(-1)?.choices).toEqual([]);
}
