import { NotFoundError } from 'openai';
import { Stack } from '../support/stack';

describe('models, as the client of OpenAI sees them', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({
      PRIMARY_MODEL: 'my-glm',
      MODEL_ALIASES: 'gpt-4o-mini=GLM-4.5-Thinking,gpt-5*=my-glm',
    });
  });

  afterAll(() => stack.stop());

  it('should list every model once', async () => {
    const ids: string[] = [];
    for await (const model of stack.openAi().models.list()) ids.push(model.id);
    expect(ids).toEqual(expect.arrayContaining(['my-glm', 'GLM-4.5-Thinking', 'GLM-4.5-Search']));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('should retrieve each model that it lists', async () => {
    const client = stack.openAi();
    const { data } = await client.models.list();
    const models = await Promise.all(data.map(({ id }) => client.models.retrieve(id)));
    expect(models).toEqual(data);
  });

  it('should list names that stand for a model, and retrieve any that fits a pattern', async () => {
    const client = stack.openAi();
    const { data } = await client.models.list();
    const alias = { id: 'gpt-4o-mini', alias_of: 'GLM-4.5-Thinking' };
    expect(data.find(({ id }) => id === alias.id)).toMatchObject(alias);
    expect(data.find(({ id }) => id === 'my-glm')).toMatchObject({ aliases: ['gpt-5*'] });
    expect(await client.models.retrieve('gpt-5-codex')).toMatchObject({
      id: 'gpt-5-codex',
      object: 'model',
      alias_of: 'my-glm',
    });
  });

  it('should not know other models', async () => {
    const failure: unknown = await stack
      .openAi()
      .models.retrieve('gpt-4')
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NotFoundError);
    expect(failure).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' });
  });
});
