import { failureOf } from '../../../test/support/failure';
import { modelProfile } from '../../../test/support/model-profiles';
import { type ListedModel, toAlias } from './alias-table';
import { toAnthropicList } from './to-anthropic-list';
import { toAnthropicModel } from './to-anthropic-model';

function listed(id: string, created: number): ListedModel {
  return { ...modelProfile({ id, created }), aliasOf: undefined, aliases: [] };
}

describe('toAnthropicList', () => {
  const models = [listed('a', 1), listed('b', 3), listed('c', 2), listed('d', 3)];
  const idsOf = (query: object): readonly string[] =>
    toAnthropicList(models, query).data.map(({ id }) => id);

  it('should give the newest first, and everything without a limit', () => {
    expect(toAnthropicList(models, {})).toMatchObject({
      data: [{ id: 'b' }, { id: 'd' }, { id: 'c' }, { id: 'a' }],
      has_more: false,
      first_id: 'b',
      last_id: 'a',
    });
  });

  it.each([
    { query: { limit: '2' }, ids: ['b', 'd'], hasMore: true },
    { query: { limit: '2', after_id: 'd' }, ids: ['c', 'a'], hasMore: false },
    { query: { limit: '1', after_id: 'd' }, ids: ['c'], hasMore: true },
    { query: { limit: '2', before_id: 'a' }, ids: ['d', 'c'], hasMore: true },
    { query: { limit: '2', before_id: 'c' }, ids: ['b', 'd'], hasMore: false },
    { query: { after_id: 'b', before_id: 'a' }, ids: ['d', 'c'], hasMore: false },
    { query: { after_id: 'a' }, ids: [], hasMore: false },
    { query: { limit: '4' }, ids: ['b', 'd', 'c', 'a'], hasMore: false },
  ])('should give the page $query', ({ query, ids, hasMore }) => {
    expect(idsOf(query)).toEqual(ids);
    expect(toAnthropicList(models, query)).toMatchObject({
      has_more: hasMore,
      first_id: ids.at(0) ?? null,
      last_id: ids.at(-1) ?? null,
    });
  });

  it.each([
    ...['0', '1001', '-1', '1.5', 'x', '', ['1', '2']].map((limit) => ({
      query: { limit },
      param: 'limit',
    })),
    { query: { after_id: 'nope' }, param: 'after_id' },
    { query: { before_id: ['a', 'b'] }, param: 'before_id' },
  ])('should refuse $query', ({ query, param }) => {
    const error = failureOf(() => toAnthropicList(models, query));
    expect(error).toMatchObject({ kind: 'invalid-request', param });
  });
});

describe('toAnthropicModel', () => {
  it("should give Anthropic's fields", () => {
    const profile = modelProfile({
      capabilities: { thinking: true, search: false, vision: true, tools: true },
      features: { nativeTools: true, toolStream: false, reasoningEffort: true },
    });
    expect(toAnthropicModel(toAlias(profile, 'claude-opus'))).toMatchObject({
      type: 'model',
      id: 'claude-opus',
      display_name: 'GLM-4.5',
      created_at: '2025-07-28T00:00:00Z',
      max_input_tokens: 131_072,
      max_tokens: 98_304,
      lifecycle: 'active',
      capabilities: {
        image_input: { supported: true },
        effort: { supported: true, high: { supported: true } },
        thinking: { supported: true, types: { disabled: { supported: true } } },
      },
    });
  });

  it('should not claim what a model cannot do', () => {
    const capabilities = { thinking: false, search: false, vision: false, tools: true };
    const { capabilities: told } = toAnthropicModel({
      ...listed('x', 0),
      capabilities,
    });
    expect(told).toMatchObject({
      image_input: { supported: false },
      effort: { supported: false, max: { supported: false } },
      thinking: { supported: false, types: { enabled: { supported: false } } },
    });
  });

  it('should write a date that no calendar has as the last one', () => {
    expect(toAnthropicModel(listed('x', Number.MAX_SAFE_INTEGER)).created_at).toBe(
      '9999-12-31T23:59:59Z',
    );
  });
});
