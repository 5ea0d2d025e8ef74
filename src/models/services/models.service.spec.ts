import { HttpService } from '@nestjs/axios';
import { of, Subject } from 'rxjs';
import { failureOf } from '../../../test/support/failure';
import { settingsOf } from '../../../test/support/settings';
import { withTemporaryFile } from '../../../test/support/temporary-file';
import type { LiveModel } from '../lib/build-catalogue';
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

describe('ModelsService that asks its upstream', () => {
  const TTL_S = 60;

  /** A service, its clock, and the fetches that it began. */
  function live(environment: Readonly<Record<string, string>> = {}): {
    readonly models: ModelsService;
    readonly fetches: Subject<ReadonlyMap<string, readonly LiveModel[]>>[];
    readonly answer: (...ids: readonly string[]) => void;
    readonly fail: () => void;
  } {
    const fetches: Subject<ReadonlyMap<string, readonly LiveModel[]>>[] = [];
    const service = new LiveModelsService(new HttpService());
    service.fetch = () => {
      const fetch = new Subject<ReadonlyMap<string, readonly LiveModel[]>>();
      fetches.push(fetch);
      return fetch;
    };
    const settings = settingsOf({
      API_ENDPOINT: 'http://vllm:8000/v1',
      UPSTREAM_MODELS_TTL_S: String(TTL_S),
      ...environment,
    });
    const end = (lists: ReadonlyMap<string, readonly LiveModel[]>): void => {
      fetches.at(-1)?.next(lists);
      fetches.at(-1)?.complete();
    };
    return {
      models: new ModelsService(service, settings),
      fetches,
      answer: (...ids) => {
        end(new Map([['vllm', ids.map((id) => ({ id, contextWindow: undefined }))]]));
      },
      fail: () => {
        end(new Map());
      },
    };
  }

  const idsOf = (models: ModelsService): readonly string[] => models.list().map(({ id }) => id);

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('should serve the built-in names until the upstream answers', () => {
    const { models } = live();
    expect(models.isFresh).toBe(false);
    expect(models.resolve(undefined).routes).toEqual([{ upstream: 'vllm', modelId: 'GLM-4.5' }]);
  });

  it('should list what the upstream serves, until the time is over', () => {
    const { models, fetches, answer } = live();
    const refreshed = jest.fn();
    models.refresh().subscribe(refreshed);
    expect(refreshed).not.toHaveBeenCalled();
    answer('glm-a');
    expect(refreshed).toHaveBeenCalledTimes(1);
    expect(models.resolve('GLM-A').id).toBe('glm-a');
    expect(models.resolve(undefined).routes[0]?.modelId).toBe('glm-a');

    jest.advanceTimersByTime(TTL_S * 1000 - 1);
    expect(models.isFresh).toBe(true);
    models.refresh().subscribe(refreshed);
    expect(refreshed).toHaveBeenCalledTimes(2);
    expect(fetches).toHaveLength(1);

    jest.advanceTimersByTime(1);
    expect(models.isFresh).toBe(false);
    models.refresh().subscribe(refreshed);
    expect(fetches).toHaveLength(2);
  });

  it('should know an alias as soon as the upstream lists its model', () => {
    const { models, answer } = live({ MODEL_ALIASES: 'claude-*=glm-a,glm-b=glm-a' });
    expect(models.find('claude-1')).toBeUndefined();
    models.refresh().subscribe();
    answer('GLM-A', 'glm-b');
    expect(models.resolve('claude-1').id).toBe('GLM-A');
    expect(models.resolve('glm-b').id).toBe('glm-b');
    expect(models.describe('glm-a').aliases).toEqual(['claude-*']);
  });

  it('should forget a model that is gone from the list', () => {
    const { models, answer } = live();
    models.refresh().subscribe();
    answer('glm-a', 'glm-b');
    expect(idsOf(models)).toContain('glm-b');
    jest.advanceTimersByTime(TTL_S * 1000);
    models.refresh().subscribe();
    answer('glm-a');
    expect(idsOf(models)).toContain('glm-a');
    expect(failureOf(() => models.resolve('glm-b'))).toMatchObject({ code: 'model_not_found' });
  });

  it('should keep what it knows of an upstream that does not answer', () => {
    const { models, answer, fail } = live();
    models.refresh().subscribe();
    answer('glm-a');
    jest.advanceTimersByTime(TTL_S * 1000);
    models.refresh().subscribe();
    fail();
    expect(idsOf(models)).toContain('glm-a');
    expect(models.isFresh).toBe(true);
  });

  it('should ask once for all who wait', () => {
    const { models, fetches, answer } = live();
    const [one, other] = [jest.fn(), jest.fn()];
    models.refresh().subscribe(one);
    models.refresh().subscribe(other);
    expect(fetches).toHaveLength(1);
    answer('glm-a');
    expect([one.mock.calls.length, other.mock.calls.length]).toEqual([1, 1]);
  });

  it('should go on for the others when one of them leaves, and stop when all have left', () => {
    const { models, fetches } = live();
    const one = models.refresh().subscribe();
    const other = models.refresh().subscribe();
    one.unsubscribe();
    expect(fetches[0]?.observed).toBe(true);
    other.unsubscribe();
    expect(fetches[0]?.observed).toBe(false);
    models.refresh().subscribe();
    expect(fetches).toHaveLength(2);
  });

  it.each<Record<string, string>>([
    { UPSTREAM_MODELS_TTL_S: '0' },
    { API_ENDPOINT: 'https://chat.z.ai/api/chat/completions' },
  ])('should not ask with %j', (environment) => {
    const { models, fetches } = live(environment);
    const refreshed = jest.fn();
    models.refresh().subscribe(refreshed);
    expect(refreshed).toHaveBeenCalledTimes(1);
    expect([models.isFresh, fetches.length]).toEqual([true, 0]);
  });

  it('should ask only the upstreams that do not list their models', () => {
    const entries = [
      { name: 'listed', url: 'http://one:8000', models: ['a'] },
      { name: 'asked', url: 'http://two:8000' },
      { name: 'web', url: 'https://chat.z.ai/api/chat/completions' },
    ];
    const service = new LiveModelsService(new HttpService());
    const asked = jest.fn(() => of(new Map()));
    service.fetch = asked;
    withTemporaryFile(JSON.stringify(entries), (path) => {
      const settings = settingsOf({ UPSTREAMS_FILE: path, UPSTREAM_MODELS_TTL_S: '60' });
      new ModelsService(service, settings).refresh().subscribe();
    });
    expect(asked.mock.calls).toMatchObject([[[{ name: 'asked' }]]]);
  });
});
