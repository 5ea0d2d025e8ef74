import { invalidRequest } from '../../protocol/gateway-error';
import type { InputItemListDto } from '../dto/stored-response.dto';
import type { InputItem } from './items/to-input-items';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** The query of a page, as it came. */
export type PageQuery = Readonly<Record<string, unknown>>;

/** One page of items. Throws a `GatewayError` that names the part of the query at fault. */
export function listInputItems(items: readonly InputItem[], query: PageQuery): InputItemListDto {
  const limit = parseLimit(query['limit']);
  const ordered = isAscending(query['order']) ? items : items.toReversed();
  const start = startAfter(ordered, query['after']);
  const data = ordered.slice(start, start + limit);
  return {
    object: 'list',
    data,
    first_id: idOf(data.at(0)),
    last_id: idOf(data.at(-1)),
    has_more: start + limit < ordered.length,
  };
}

function parseLimit(value: unknown): number {
  if (value === undefined) return DEFAULT_LIMIT;
  const limit = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw invalidRequest(`limit must be a number from 1 to ${String(MAX_LIMIT)}.`, 'limit');
}

function isAscending(order: unknown): boolean {
  if (order === undefined || order === 'desc') return false;
  if (order === 'asc') return true;
  throw invalidRequest('order must be asc or desc.', 'order');
}

function startAfter(items: readonly InputItem[], after: unknown): number {
  if (after === undefined) return 0;
  const position = items.findIndex(({ id }) => id === after);
  if (position < 0) throw invalidRequest('There is no such item.', 'after');
  return position + 1;
}

function idOf(item: InputItem | undefined): string | null {
  const id = item?.['id'];
  return typeof id === 'string' ? id : null;
}
