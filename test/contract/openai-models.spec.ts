import { NotFoundError } from 'openai';
import { Stack } from '../support/stack';

describe('models, as the client of OpenAI sees them', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ PRIMARY_MODEL: 'my-glm' });
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

  it('should not know other models', async () => {
    const failure: unknown = await stack
      .openAi()
      .models.retrieve('gpt-4')
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NotFoundError);
    expect(failure).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' });
  });
});
