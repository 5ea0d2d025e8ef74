import { invalidRequest } from '../../protocol/gateway-error';

/** The most that Anthropic gives at a time; also what a request without a limit gets. */
const MAX_LIMIT = 1000;

/** Which part of a list is asked for, as it came in the query. */
export interface PageQuery {
  readonly limit?: unknown;
  readonly after_id?: unknown;
  readonly before_id?: unknown;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Whether there is more, in the direction that was asked for. */
  readonly hasMore: boolean;
}

/**
 * The first items after `after_id`, or the last ones before `before_id`, in the order of the list.
 * Throws a `GatewayError` that names the parameter which is wrong.
 */
export function pageOf<Item extends { readonly id: string }>(
  all: readonly Item[],
  query: PageQuery,
): Page<Item> {
  const limit = parseLimit(query.limit);
  const after = findCursor(all, query, 'after_id');
  const before = findCursor(all, query, 'before_id');
  const window = all.slice(after === undefined ? 0 : after + 1, before);
  const items = before === undefined ? window.slice(0, limit) : window.slice(-limit);
  return { items, hasMore: items.length < window.length };
}

function parseLimit(value: unknown): number {
  if (value === undefined) return MAX_LIMIT;
  const limit = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw invalidRequest(`limit must be a whole number from 1 to ${String(MAX_LIMIT)}.`, 'limit');
}

function findCursor(
  all: readonly { readonly id: string }[],
  query: PageQuery,
  name: 'after_id' | 'before_id',
): number | undefined {
  const cursor = query[name];
  if (cursor === undefined) return undefined;
  const index = all.findIndex(({ id }) => id === cursor);
  if (index < 0) throw invalidRequest(`${name} must be the id of a model in the list.`, name);
  return index;
}
