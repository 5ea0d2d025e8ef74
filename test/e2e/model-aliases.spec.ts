import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, postChat } from '../support/chat';
import { runToEnd, TEST_KEY } from '../support/gateway-process';
import { readError } from '../support/read-error';
import { readStream } from '../support/read-sse';
import { scrapeUntil } from '../support/scrape';
import { Stack } from '../support/stack';

const MODELS = [
  { id: 'Tall', upstream_id: 'tall-1', context_window: 1000, owned_by: 'acme' },
  { id: 'Small', upstream_id: 'small-1', context_window: 500 },
];

const ALIASES =
  'claude-*haiku*=small, claude-*=Tall, my/model=Tall, my-*=Small, glm-4.5=Tall, gpt-*=Absent';

describe('model aliases', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  let stack: Stack;

  beforeAll(async () => {
    const path = join(folder, 'models.json');
    writeFileSync(path, JSON.stringify(MODELS));
    stack = await Stack.start({ MODELS_FILE: path, MODEL_ALIASES: ALIASES });
  });

  afterAll(async () => {
    await stack.stop();
    rmSync(folder, { recursive: true });
  });

  const get = (path: string): Promise<Response> =>
    fetch(`${stack.origin}/v1/models${path}`, {
      headers: { authorization: `Bearer ${TEST_KEY}` },
    });

  it.each([
    { asked: 'claude-3-5-haiku-20241022', upstream: 'small-1' },
    { asked: 'Claude-Sonnet-4-5', upstream: 'tall-1' },
    { asked: 'MY/model', upstream: 'tall-1' },
    { asked: 'my-own', upstream: 'small-1' },
  ])('should answer $asked by $upstream, under the name asked for', async (names) => {
    const { asked, upstream } = names;
    const document = await postChat(stack.origin, ask('x', { model: asked }));
    expect(document.status).toBe(200);
    expect(await document.json()).toMatchObject({ model: asked });
    const stream = await postChat(stack.origin, ask('x', { model: asked, stream: true }));
    const { chunks, isDone } = await readStream(stream);
    expect(isDone).toBe(true);
    expect([...new Set(chunks.map(({ model }) => model))]).toEqual([asked]);
    const bodies = stack.simulator.exchanges.slice(-2).map(({ body }) => body);
    expect(bodies).toMatchObject([{ model: upstream }, { model: upstream }]);
  });

  it('should not stand in for a model of the same name', async () => {
    await postChat(stack.origin, ask('x', { model: 'glm-4.5' }));
    expect(stack.simulator.exchanges.at(-1)?.body).not.toMatchObject({ model: 'tall-1' });
  });

  it('should be listed: names as models, patterns with their model', async () => {
    const { data } = (await (await get('')).json()) as { readonly data: readonly Model[] };
    const ids = data.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((one, other) => one.localeCompare(other, 'en')));
    expect(ids.filter((id) => /claude|gpt|\*/.test(id))).toEqual([]);
    const find = (id: string): Model | undefined => data.find((model) => model.id === id);
    const tall = find('Tall');
    expect(tall).toMatchObject({ aliases: ['claude-*', 'my/model'], owned_by: 'acme' });
    expect(find('Small')).toMatchObject({ aliases: ['claude-*haiku*', 'my-*'] });
    expect(find('GLM-4.5')).not.toHaveProperty('aliases');
    const { aliases, ...facts } = tall ?? {};
    expect(aliases).toHaveLength(2);
    expect(find('my/model')).toEqual({ ...facts, id: 'my/model', alias_of: 'Tall' });
  });

  it.each([
    { path: '/claude-opus-4-1', id: 'claude-opus-4-1', alias_of: 'Tall', context_window: 1000 },
    { path: '/Claude-Haiku', id: 'Claude-Haiku', alias_of: 'Small', context_window: 500 },
    { path: '/my/model', id: 'my/model', alias_of: 'Tall', context_window: 1000 },
  ])('should be found at $path', async ({ path, ...model }) => {
    expect(await (await get(path)).json()).toMatchObject({ object: 'model', ...model });
  });

  it('should name both names when the model does not exist', async () => {
    const before = stack.upstreamRequests;
    for (const response of [
      await get('/gpt-5-codex'),
      await postChat(stack.origin, ask('x', { model: 'gpt-5-codex' })),
    ]) {
      expect(response.status).toBe(404);
      expect(await readError(response)).toMatchObject({
        code: 'model_not_found',
        param: 'model',
        message: "The model 'gpt-5-codex' stands for 'Absent', which does not exist.",
      });
    }
    expect(stack.upstreamRequests).toBe(before);
    await stack.gateway.outputMatching(/model_alias_unresolved/);
    const warnings = stack.gateway.logLines.filter(
      ({ event }) => event === 'model_alias_unresolved',
    );
    expect(warnings).toMatchObject([{ alias: 'gpt-*', model: 'Absent' }]);
  });

  it('should be counted as the model that they stand for', async () => {
    const models = Array.from({ length: 5 }, (_, index) => `claude-${String(index)}`);
    for (const model of models) await postChat(stack.origin, ask('x', { model }));
    const count = 'gateway_time_to_first_token_seconds_count';
    const scrape = await scrapeUntil(
      stack.origin,
      (now) => now.valueOf(count, { model: 'Tall' }) >= models.length,
    );
    expect(scrape.text).not.toContain('claude-');
  });

  it('should keep the gateway from starting when they are wrong', async () => {
    const { code, output } = await runToEnd({
      MODEL_ALIASES: 'gpt-4=GLM-4.6,GPT-4=GLM-4.5,nothing,b=gpt-4',
      LISTEN_PORT: 'x',
    });
    expect(code).toBe(1);
    expect(output).toContain('  - MODEL_ALIASES[2] must have the form name=model\n');
    expect(output).toContain('  - LISTEN_PORT ');
  });
});

interface Model {
  readonly id: string;
  readonly aliases?: readonly string[];
}
