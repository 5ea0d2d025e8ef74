import { HttpService } from '@nestjs/axios';
import { failureOf } from '../../../test/support/failure';
import { settingsOf } from '../../../test/support/settings';
import { withTemporaryFile } from '../../../test/support/temporary-file';
import { LiveModelsService } from './live-models.service';
import { ModelsService } from './models.service';

/** The service of a gateway that asks no upstream for its models. */
function modelsOf(settings: ReturnType<typeof settingsOf>): ModelsService {
  return new ModelsService(new LiveModelsService(new HttpService()), settings);
}

describe('ModelsService', () => {
  const models = modelsOf(settingsOf());

  it.each([
    { asked: undefined, id: 'GLM-4.5' },
    { asked: 'GLM-4.5', id: 'GLM-4.5' },
    { asked: 'glm-4.5-AIR', id: 'GLM-4.5-Air' },
    { asked: 'glm-4.5-thinking', id: 'GLM-4.5-Thinking' },
    { asked: 'GLM-4.6', id: 'GLM-4.6' },
  ])('should resolve $asked to $id', ({ asked, id }) => {
    expect(models.resolve(asked).id).toBe(id);
  });

  it.each(['gpt-4o', '', 'GLM-4.5 ', '__proto__', 'constructor'])(
    'should not know the model "%s"',
    (name) => {
      expect(failureOf(() => models.resolve(name))).toMatchObject({
        kind: 'not-found',
        code: 'model_not_found',
        param: 'model',
        message: `The model '${name}' does not exist.`,
      });
    },
  );

  it('should not repeat a long name', () => {
    const error = failureOf(() => models.resolve('x'.repeat(10_000)));
    expect((error as Error).message.length).toBeLessThan(200);
  });

  it('should give the configured names the same upstream model and their own ways', () => {
    const names = { PRIMARY_MODEL: 'Main', THINKING_MODEL: 'Deep', SEARCH_MODEL: 'Web' };
    const configured = modelsOf(settingsOf(names));
    const routes = [{ modelId: '0727-360B-API' }];
    expect(configured.resolve(undefined)).toMatchObject({ id: 'Main', routes });
    expect(configured.resolve('deep')).toMatchObject({ routes, thinksByDefault: true });
    expect(configured.resolve('web')).toMatchObject({ routes, searches: true });
    expect(configured.resolve('main')).toMatchObject({ thinksByDefault: false, searches: false });
  });

  it('should list each model once, by name', () => {
    const ids = models.list().map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((one, other) => one.localeCompare(other, 'en')));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['GLM-4.5', 'GLM-4.5-Thinking', 'GLM-4.5-Search']));
  });

  it('should give the file the last word', () => {
    const entries = [
      { id: 'glm-4.5', upstream_id: 'mine' },
      { id: 'new', upstream_id: 'other' },
    ];
    withTemporaryFile(JSON.stringify(entries), (path) => {
      const extended = modelsOf(settingsOf({ MODELS_FILE: path }));
      expect(extended.resolve('GLM-4.5')).toMatchObject({
        id: 'glm-4.5',
        routes: [{ modelId: 'mine' }],
      });
      expect(extended.resolve(undefined).routes[0]?.modelId).toBe('mine');
      expect(extended.resolve('new').routes[0]?.modelId).toBe('other');
      expect(extended.list()).toHaveLength(models.list().length + 1);
    });
  });
});
