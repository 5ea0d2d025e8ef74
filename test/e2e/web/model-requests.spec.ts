import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, postChat } from '../../support/chat';
import { Stack } from '../../support/stack';

const MODELS = [
  { id: 'acme/glm-local', upstream_id: 'local-1', thinking: true },
  { id: 'glm-4.6', upstream_id: 'replaced' },
];

describe('models at the web upstream', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  let stack: Stack;

  beforeAll(async () => {
    const path = join(folder, 'models.json');
    writeFileSync(path, JSON.stringify(MODELS));
    stack = await Stack.start({
      MODELS_FILE: path,
      PRIMARY_MODEL: 'Prime',
      THINKING_MODEL: 'Prime-Thinking',
      SEARCH_MODEL: 'Prime-Search',
    });
  });

  afterAll(async () => {
    await stack.stop();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['the default', undefined, '0727-360B-API', false, false],
    ['the primary one', 'prime', '0727-360B-API', false, false],
    ['the thinking one', 'Prime-Thinking', '0727-360B-API', true, false],
    ['the searching one', 'Prime-Search', '0727-360B-API', false, true],
    ['one of the file', 'acme/glm-local', 'local-1', true, false],
    ['one that the file replaced', 'GLM-4.6', 'replaced', false, false],
  ])('should reach the upstream by its own name: %s', async (_case, model, ...expected) => {
    const response = await postChat(stack.origin, ask('x', { model }));
    expect(response.status).toBe(200);
    const answer = (await response.json()) as { readonly model: string };
    expect(answer.model).toBe(model ?? 'Prime');
    const [id, thinks, searches] = expected;
    expect(stack.simulator.exchanges.at(-1)?.body).toMatchObject({
      model: id,
      features: { enable_thinking: thinks, web_search: searches },
    });
  });

  it.each([
    [{ thinking: { type: 'disabled' } }, false],
    [{ enable_thinking: false }, false],
    [{ reasoning_effort: 'none' }, false],
    [{ reasoning_effort: 'high' }, true],
  ])('should think or not as %j says', async (fields, thinks) => {
    await (await postChat(stack.origin, ask('x', { model: 'Prime-Thinking', ...fields }))).text();
    expect(stack.simulator.exchanges.at(-1)?.body).toMatchObject({
      features: { enable_thinking: thinks },
    });
  });
});
