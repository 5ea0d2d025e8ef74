import type { AnthropicModelListDto } from '../dto/anthropic-model.dto';
import type { ListedModel } from './alias-table';
import { pageOf, type PageQuery } from './page-of-models';
import { toAnthropicModel } from './to-anthropic-model';

/** A page of models in Anthropic's form and order: the newest first. Throws as `pageOf` does. */
export function toAnthropicList(
  models: readonly ListedModel[],
  query: PageQuery,
): AnthropicModelListDto {
  const newest = [...models].sort((one, other) => other.created - one.created);
  const { items, hasMore } = pageOf(newest, query);
  return {
    data: items.map(toAnthropicModel),
    has_more: hasMore,
    first_id: items.at(0)?.id ?? null,
    last_id: items.at(-1)?.id ?? null,
  };
}
