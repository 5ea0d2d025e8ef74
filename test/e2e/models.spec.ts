import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from '../support/stack';
import { TEST_KEY } from '../support/gateway-process';
import { readError } from '../support/read-error';

interface Model {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly owned_by: string;
}

const MODELS = [
  {
    id: 'acme/glm-local',
    upstream_id: 'local-1',
    owned_by: 'acme',
    created: 1_700_000_000,
    thinking: true,
    capabilities: { vision: true },
    context_window: 1000,
  },
  { id: 'glm-4.6', upstream_id: 'replaced' },
];

describe('models', () => {
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

  const get = (path: string): Promise<Response> =>
    fetch(`${stack.origin}/v1/models${path}`, {
      headers: { authorization: `Bearer ${TEST_KEY}` },
    });

  it('should be listed as OpenAI lists them, each once', async () => {
    const list = (await (await get('')).json()) as { object: string; data: readonly Model[] };
    expect(list.object).toBe('list');
    const ids = list.data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['Prime', 'Prime-Thinking', 'Prime-Search']));
    expect(ids).toContain('acme/glm-local');
    expect(ids.filter((id) => id.toLowerCase() === 'glm-4.6')).toEqual(['glm-4.6']);
    for (const model of list.data) {
      expect(model).toMatchObject({ object: 'model', owned_by: expect.any(String) as string });
      expect(model.created).toBeGreaterThan(1_600_000_000);
    }
  });

  it.each(['/GLM-4.5-Air', '/glm-4.5-air', '/GLM-4.5-AIR'])(
    'should be found whatever the case: %s',
    async (path) => {
      expect(await (await get(path)).json()).toMatchObject({ id: 'GLM-4.5-Air', object: 'model' });
    },
  );

  it.each(['/acme/glm-local', '/acme%2Fglm-local', '/ACME/GLM-Local'])(
    'should be found with a slash in the name: %s',
    async (path) => {
      expect(await (await get(path)).json()).toMatchObject({
        id: 'acme/glm-local',
        created: 1_700_000_000,
        owned_by: 'acme',
        context_window: 1000,
        capabilities: { thinking: true, search: false, vision: true, tools: true },
      });
    },
  );

  it.each(['/nope', '/acme', '/acme/glm-local/x', '/__proto__', '/GLM%0A4.5'])(
    'should be missed as OpenAI does: %s',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      const error = await readError(response);
      expect(error).toMatchObject({ code: 'model_not_found', param: 'model' });
    },
  );
});
