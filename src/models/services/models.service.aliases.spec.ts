import { HttpService } from '@nestjs/axios';
import { Logger } from '@nestjs/common';
import { failureOf } from '../../../test/support/failure';
import { settingsOf } from '../../../test/support/settings';
import { LiveModelsService } from './live-models.service';
import { ModelsService } from './models.service';

function modelsOf(environment: Readonly<Record<string, string>>): ModelsService {
  return new ModelsService(new LiveModelsService(new HttpService()), settingsOf(environment));
}

describe('ModelsService with aliases', () => {
  const models = modelsOf({
    MODEL_ALIASES:
      'claude-*haiku*=glm-4.5-air,claude-*=GLM-4.6,mine=GLM-4.5,glm-4.5v=GLM-4.5,x-*=GLM-9',
  });

  it.each([
    { asked: 'claude-3-5-haiku-20241022', id: 'GLM-4.5-Air' },
    { asked: 'Claude-Sonnet-4-5', id: 'GLM-4.6' },
    { asked: 'MINE', id: 'GLM-4.5' },
    { asked: 'GLM-4.5V', id: 'GLM-4.5V' },
  ])('should take $asked for $id', ({ asked, id }) => {
    expect(models.resolve(asked).id).toBe(id);
    expect(models.find(asked)?.id).toBe(id);
  });

  it('should name the alias and the model when the model does not exist', () => {
    expect(models.find('x-1')).toBeUndefined();
    expect(failureOf(() => models.resolve('x-1'))).toMatchObject({
      kind: 'not-found',
      code: 'model_not_found',
      param: 'model',
      message: "The model 'x-1' stands for 'GLM-9', which does not exist.",
    });
  });

  it('should not look for aliases of a name that is longer than names are', () => {
    const error = failureOf(() => models.resolve(`claude-${'x'.repeat(10_000)}`));
    expect(error).toMatchObject({ code: 'model_not_found' });
    expect((error as Error).message.length).toBeLessThan(200);
  });

  it('should list names as models, and patterns with their model', () => {
    const listed = models.list();
    expect(listed.find(({ id }) => id === 'mine')).toMatchObject({ aliasOf: 'GLM-4.5' });
    expect(listed.find(({ id }) => id === 'GLM-4.6')?.aliases).toEqual(['claude-*']);
    expect(listed.find(({ id }) => id === 'GLM-4.5')?.aliases).toEqual(['mine']);
    const ids = listed.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((one, other) => one.localeCompare(other, 'en')));
    expect(ids.filter((id) => /[*x]|glm-4.5v/.test(id))).toEqual([]);
  });

  it('should describe a model under the name that was asked for', () => {
    const facts = { aliasOf: 'GLM-4.6', contextWindow: 200_000, aliases: [] };
    expect(models.describe('claude-opus')).toMatchObject({ id: 'claude-opus', ...facts });
    expect(models.describe('glm-4.6')).toMatchObject({ id: 'GLM-4.6', aliases: ['claude-*'] });
  });

  const warnings = (environment: Readonly<Record<string, string>>): readonly unknown[] => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    modelsOf(environment).onModuleInit();
    const lines = warn.mock.calls.map(([line]: unknown[]) => line);
    warn.mockRestore();
    return lines;
  };

  it('should warn at start of an alias that stands for nothing', () => {
    expect(warnings({ MODEL_ALIASES: 'a=GLM-4.6,b*=GLM-9' })).toEqual([
      { event: 'model_alias_unresolved', alias: 'b*', model: 'GLM-9' },
    ]);
  });

  it('should not warn while an upstream may still list the model', () => {
    const environment = { MODEL_ALIASES: 'b*=GLM-9', API_ENDPOINT: 'http://vllm:8000/v1' };
    expect(warnings({ ...environment, UPSTREAM_MODELS_TTL_S: '60' })).toEqual([]);
    expect(warnings(environment)).toHaveLength(1);
  });
});
