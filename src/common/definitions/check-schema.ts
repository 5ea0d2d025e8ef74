import { invalidRequest } from '../../protocol/gateway-error';
import { isDeeperThan } from '../../protocol/json/json-depth';
import { isJsonObject } from '../../protocol/json/safe-parse-json';

/** UTF-16 units; the same as for tools. */
const MAX_SCHEMA_LENGTH = 1024 * 1024;
const MAX_DEPTH = 64;

/** A JSON Schema that is fit to be shown to a model and to check an answer. */
export function checkSchema(schema: unknown, path: string): Readonly<Record<string, unknown>> {
  if (!isJsonObject(schema)) throw invalidRequest('The schema must be an object.', path);
  if (isDeeperThan(schema, MAX_DEPTH)) {
    throw invalidRequest(`A schema may nest at most ${String(MAX_DEPTH)} levels deep.`, path);
  }
  if (JSON.stringify(schema).length > MAX_SCHEMA_LENGTH) {
    throw invalidRequest('The schema is too large.', path);
  }
  return schema;
}
