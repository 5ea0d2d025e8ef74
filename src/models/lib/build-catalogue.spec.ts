import type {
  OpenAiUpstream,
  UpstreamDefinition,
  WebUpstream,
} from '../../config/upstreams/upstream-definition';
import type { ModelProfile } from '../../protocol/model-profile';
import { buildCatalogue, type CatalogueSources } from './build-catalogue';

const WEB: WebUpstream = {
  name: 'web',
  protocol: 'web',
  url: new URL('https://chat.z.ai/api/chat/completions'),
};
const ZAI: OpenAiUpstream = {
  name: 'zai',
  protocol: 'openai',
  dialect: 'zai',
  url: new URL('https://api.z.ai/api/paas/v4/chat/completions'),
  apiKeys: ['k'],
};
const VLLM: OpenAiUpstream = { ...ZAI, name: 'vllm', dialect: 'vllm', apiKeys: [] };
const NAMES = { primary: 'GLM-4.5', thinking: 'GLM-4.5-Thinking', search: 'GLM-4.5-Search' };

function build(
  upstreams: readonly UpstreamDefinition[],
  sources: Partial<CatalogueSources> = {},
): (id: string) => ModelProfile | undefined {
  const catalogue = buildCatalogue({
    upstreams,
    names: NAMES,
    described: [],
    live: new Map(),
    ...sources,
  });
  return (id) => catalogue.get(id.toLowerCase());
}

function mapped(upstream: OpenAiUpstream, models: Record<string, string>): OpenAiUpstream {
  return { ...upstream, models: new Map(Object.entries(models)) };
}

describe('buildCatalogue', () => {
  describe('the configured names', () => {
    const own = mapped(VLLM, { 'GLM-4.5': 'zai-org/GLM-4.5-FP8', other: 'other' });

    it.each<{ it: string; upstream: UpstreamDefinition; modelId: string }>([
      { it: 'chat.z.ai', upstream: WEB, modelId: '0727-360B-API' },
      { it: 'the official API', upstream: ZAI, modelId: 'glm-4.5' },
      { it: 'a server of its own', upstream: VLLM, modelId: 'GLM-4.5' },
      { it: 'a server that lists its models', upstream: own, modelId: 'zai-org/GLM-4.5-FP8' },
    ])('should stand for one model of $it', ({ upstream, modelId }) => {
      const find = build([upstream]);
      const routes = [{ upstream: upstream.name, modelId }];
      expect(find('GLM-4.5')).toMatchObject({
        id: 'GLM-4.5',
        routes,
        thinksByDefault: false,
        searches: false,
      });
      expect(find('GLM-4.5-Thinking')).toMatchObject({ routes, thinksByDefault: true });
      const searches = upstream !== VLLM;
      expect(find('GLM-4.5-Search')).toMatchObject({
        routes,
        thinksByDefault: false,
        searches,
      });
    });

    it.each([WEB, ZAI, VLLM])('should be found at $name when they are changed', (upstream) => {
      const names = { primary: 'Main', thinking: 'Deep', search: 'Seek' };
      const find = build([upstream], { names });
      const { routes } = find('main') ?? {};
      expect(routes).toHaveLength(1);
      expect(find('deep')).toMatchObject({ id: 'Deep', routes, thinksByDefault: true });
      expect(find('seek')).toMatchObject({ id: 'Seek', routes, searches: upstream !== VLLM });
    });

    it('should apply what the file says of one upstream to that one only', () => {
      const described = [{ id: 'glm-x', modelId: 'x', upstream: 'web' }];
      const find = build([ZAI, WEB], { described });
      expect(find('glm-x')?.routes).toEqual([{ upstream: 'web', modelId: 'x' }]);
    });

    it('should not stand for a model that an upstream does not list', () => {
      const find = build([mapped(VLLM, { other: 'other' })]);
      expect([find('GLM-4.5'), find('GLM-4.5-Thinking'), find('other')?.id]).toEqual([
        undefined,
        undefined,
        'other',
      ]);
    });

    it('should stand for models of their own that an upstream lists', () => {
      const models = {
        'GLM-4.5': 'a',
        'GLM-4.5-Thinking': 'b',
        'GLM-4.5-Search': 'glm-4.5v',
      };
      const find = build([mapped(ZAI, models)]);
      expect(find('GLM-4.5')?.routes).toEqual([{ upstream: 'zai', modelId: 'a' }]);
      expect(find('GLM-4.5-Thinking')).toMatchObject({
        routes: [{ upstream: 'zai', modelId: 'b' }],
        thinksByDefault: true,
      });
      expect(find('GLM-4.5-Search')).toMatchObject({
        routes: [{ upstream: 'zai', modelId: 'glm-4.5v' }],
        searches: true,
        capabilities: { vision: true, search: true },
      });
    });

    it('should have their ways even where the primary name is not listed', () => {
      const find = build([mapped(VLLM, { 'glm-4.5-thinking': 'own' })]);
      expect(find('GLM-4.5-Thinking')).toMatchObject({
        routes: [{ upstream: 'vllm', modelId: 'own' }],
        thinksByDefault: true,
      });
      expect(find('GLM-4.5')).toBeUndefined();
    });
  });

  describe('several upstreams', () => {
    it('should give a route to each, in their order, and the description of the first', () => {
      const routes = [
        { upstream: 'zai', modelId: 'glm-4.6' },
        { upstream: 'web', modelId: 'GLM-4-6-API-V1' },
      ];
      expect(build([ZAI, WEB])('GLM-4.6')).toMatchObject({
        id: 'glm-4.6',
        routes,
        contextWindow: 204_800,
      });
      expect(build([WEB, ZAI])('GLM-4.6')).toMatchObject({
        id: 'GLM-4.6',
        routes: routes.toReversed(),
        contextWindow: 200_000,
      });
    });

    it('should give models of one upstream no route to another', () => {
      const find = build([WEB, ZAI]);
      expect(find('glm-5.1')?.routes).toEqual([{ upstream: 'zai', modelId: 'glm-5.1' }]);
      expect(find('GLM-4.6-Search')?.routes).toEqual([
        { upstream: 'web', modelId: 'GLM-4-6-API-V1' },
      ]);
    });
  });

  describe('the models that a definition lists', () => {
    it('should be known by the name of the upstream, else by their own', () => {
      const models = { fast: 'glm-4.6', 'glm-4.5v': 'my-vision', strange: 'stranger' };
      const find = build([mapped(ZAI, models)]);
      expect(find('fast')).toMatchObject({ id: 'fast', contextWindow: 204_800 });
      expect(find('glm-4.5v')).toMatchObject({
        capabilities: { vision: true },
        features: { nativeTools: false },
      });
      expect(find('strange')).toMatchObject({ contextWindow: 131_072, maxOutputTokens: 98_304 });
      expect(find('glm-4.6')).toBeUndefined();
    });

    it.each<{ upstream: UpstreamDefinition; expected: object }>([
      {
        upstream: mapped(ZAI, { 'GLM-4.6': 'glm-4.6' }),
        expected: { contextWindow: 204_800, features: { toolStream: true } },
      },
      {
        upstream: { ...WEB, models: new Map([['GLM-4.6', 'GLM-4-6-API-V1']]) },
        expected: { contextWindow: 200_000, features: { toolStream: false } },
      },
    ])('should be described as $upstream.name serves them', ({ upstream, expected }) => {
      expect(build([upstream])('GLM-4.6')).toMatchObject(expected);
    });

    it('should leave it to a server whether they think', () => {
      const find = build([mapped(ZAI, { 'glm-4.6': 'glm-4.6' })]);
      expect(find('glm-4.6')?.thinksByDefault).toBeUndefined();
    });
  });

  describe('the models of the file', () => {
    const described = [
      { id: 'glm-4.5', modelId: 'mine', thinksByDefault: true, ownedBy: 'me' },
      { id: 'new', modelId: 'newer' },
    ];

    it.each([WEB, ZAI, VLLM])('should replace those of $name', (upstream) => {
      const find = build([upstream], { described });
      expect(find('GLM-4.5')).toMatchObject({
        id: 'glm-4.5',
        routes: [{ upstream: upstream.name, modelId: 'mine' }],
        thinksByDefault: true,
      });
      expect(find('new')?.routes).toEqual([{ upstream: upstream.name, modelId: 'newer' }]);
    });

    it('should describe the models that an upstream lists, and add none', () => {
      const find = build([mapped(VLLM, { 'GLM-4.5': 'own' })], { described });
      expect(find('glm-4.5')).toMatchObject({
        routes: [{ upstream: 'vllm', modelId: 'own' }],
        ownedBy: 'me',
        thinksByDefault: true,
      });
      expect(find('new')).toBeUndefined();
    });
  });

  describe('the models that an upstream says it serves', () => {
    const live = (
      models: Record<string, number | undefined>,
      name = 'vllm',
    ): CatalogueSources['live'] =>
      new Map([
        [name, Object.entries(models).map(([id, contextWindow]) => ({ id, contextWindow }))],
      ]);

    it('should have the window that it tells, and defaults', () => {
      const find = build([VLLM], { live: live({ 'zai-org/GLM': 32_768, other: undefined }) });
      expect(find('zai-org/glm')).toMatchObject({
        id: 'zai-org/GLM',
        routes: [{ upstream: 'vllm', modelId: 'zai-org/GLM' }],
        contextWindow: 32_768,
        maxOutputTokens: 32_768,
        capabilities: { thinking: true, vision: false, tools: true },
      });
      expect(find('other')).toMatchObject({ contextWindow: 131_072, maxOutputTokens: 98_304 });
    });

    it('should replace the built-in ones, and keep what is known of them', () => {
      const find = build([ZAI], { live: live({ 'GLM-4.6': undefined }, 'zai') });
      expect(find('glm-4.6')).toMatchObject({
        routes: [{ modelId: 'GLM-4.6' }],
        contextWindow: 204_800,
        features: { toolStream: true },
      });
      expect(find('glm-4.7')).toBeUndefined();
    });

    it('should give the configured names the primary model, else the first one', () => {
      const named = build([VLLM], { live: live({ first: 5, 'glm-4.5': 7 }) });
      expect(named('GLM-4.5-Thinking')?.routes).toEqual([{ upstream: 'vllm', modelId: 'glm-4.5' }]);
      const unnamed = build([VLLM], { live: live({ first: 5, second: 7 }) });
      for (const name of Object.values(NAMES)) {
        expect(unnamed(name)).toMatchObject({
          routes: [{ upstream: 'vllm', modelId: 'first' }],
          contextWindow: 5,
        });
      }
    });

    it('should not matter to an upstream that lists its models', () => {
      const find = build([mapped(VLLM, { own: 'own' })], { live: live({ other: 5 }) });
      expect([find('own')?.id, find('other')]).toEqual(['own', undefined]);
    });
  });
});
