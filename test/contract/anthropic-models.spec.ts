import Anthropic from '@anthropic-ai/sdk';
import type { ModelInfo } from '@anthropic-ai/sdk/resources/models';
import { TEST_KEY } from '../support/gateway-process';
import { Stack } from '../support/stack';

describe('models, as the client of Anthropic sees them', () => {
  let stack: Stack;
  let client: Anthropic;

  beforeAll(async () => {
    stack = await Stack.start({
      PRIMARY_MODEL: 'my-glm',
      MODEL_ALIASES: 'claude-opus=my-glm,claude-*=my-glm',
    });
    client = new Anthropic({ baseURL: stack.origin, authToken: TEST_KEY, maxRetries: 0 });
  });

  afterAll(() => stack.stop());

  /** Everything that the client gets while it turns the pages. */
  async function collect(parameters: Anthropic.ModelListParams): Promise<readonly ModelInfo[]> {
    const models: ModelInfo[] = [];
    for await (const model of client.models.list(parameters)) models.push(model);
    return models;
  }

  it('should come at once, the newest first', async () => {
    const page = await client.models.list();
    const ids = page.data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['my-glm', 'GLM-4.5-Thinking', 'claude-opus']));
    expect(new Set(ids).size).toBe(ids.length);
    expect(page).toMatchObject({ has_more: false, first_id: ids.at(0), last_id: ids.at(-1) });
    expect(page.hasNextPage()).toBe(false);
    const dates = page.data.map(({ created_at: date }) => Date.parse(date));
    expect(dates).toEqual([...dates].sort((one, other) => other - one));
  });

  it('should come page by page, forwards and backwards', async () => {
    const { data } = await client.models.list();
    expect(await collect({ limit: 3 })).toEqual(data);
    const [first, second, third, last] = [data[0], data[1], data[2], data.at(-1)?.id ?? ''];
    expect(await collect({ limit: 2, after_id: first?.id ?? '' })).toEqual(data.slice(1));
    const page = await client.models.list({ limit: 2, before_id: third?.id ?? '' });
    expect(page.data).toEqual([first, second]);
    const backwards = await collect({ limit: 1, before_id: last });
    expect(backwards).toEqual(data.slice(0, -1).reverse());
  });

  it('should be retrieved as they are listed', async () => {
    const { data } = await client.models.list();
    const models = await Promise.all(data.map(({ id }) => client.models.retrieve(id)));
    expect(models).toEqual(data);
  });

  it('should have every field that the client declares', async () => {
    const model = await client.models.retrieve('my-glm');
    expect(model).toMatchObject({
      type: 'model',
      id: 'my-glm',
      display_name: 'my-glm',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00Z$/) as string,
      lifecycle: 'active',
      line: null,
      deprecated_at: null,
      retires_at: null,
      max_input_tokens: expect.any(Number) as number,
      max_tokens: expect.any(Number) as number,
      capabilities: {
        thinking: { supported: true, types: { enabled: { supported: true } } },
        image_input: { supported: false },
        pdf_input: { supported: false },
      },
    });
  });

  it.each(['claude-opus', 'claude-sonnet-4-5-20250929'])(
    'should be retrieved by an alias: %s',
    async (id) => {
      const facts = await client.models.retrieve('my-glm');
      expect(await client.models.retrieve(id)).toEqual({ ...facts, id });
    },
  );

  it('should not be served beyond the list, or by odd pages', async () => {
    await expect(client.models.retrieve('gpt-4')).rejects.toBeInstanceOf(Anthropic.NotFoundError);
    for (const parameters of [{ limit: 0 }, { limit: 1001 }, { after_id: 'gpt-4' }]) {
      const request = Promise.resolve(client.models.list(parameters));
      await expect(request).rejects.toBeInstanceOf(Anthropic.BadRequestError);
    }
  });
});
