import { invalidRequest } from '../../protocol/gateway-error';
import { isDeeperThan } from '../../protocol/json/json-depth';

/** UTF-16 units of all definitions together; large agents send about 60 thousand. */
const MAX_TOTAL_LENGTH = 1024 * 1024;
const MAX_DEPTH = 64;

/** Names of tools that every upstream takes. */
export const TOOL_NAME = /^[\w.:-]{1,128}$/;

/** The definitions of `tools`, as long as they are within all bounds. Throws a `GatewayError`. */
export function checkToolList(value: unknown, maxTools: number): readonly unknown[] {
  if (!Array.isArray(value)) throw invalidRequest('tools must be an array.', 'tools');
  if (value.length > maxTools) {
    throw invalidRequest(`There may be at most ${String(maxTools)} tools.`, 'tools');
  }
  if (isDeeperThan(value, MAX_DEPTH)) {
    throw invalidRequest(`Tools may nest at most ${String(MAX_DEPTH)} levels deep.`, 'tools');
  }
  if (JSON.stringify(value).length > MAX_TOTAL_LENGTH) {
    throw invalidRequest('The tool definitions are too large.', 'tools');
  }
  return value;
}
