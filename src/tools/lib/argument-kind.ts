import { valueTypes } from '../../protocol/json-schema/value-types';
import { toJsonLiteral } from './json-literal';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * What a schema says of a value that is written without quotes: `string` is taken as it stands,
 * `json` is anything else, `unknown` could be either.
 */
export type ArgumentKind = 'string' | 'json' | 'unknown';

/** The kind of a schema; follows references within `root`, which holds the definitions. */
export function argumentKind(schema: unknown, root: JsonObject): ArgumentKind {
  const types = valueTypes(schema, root);
  if (!types.has('string')) return types.size > 0 ? 'json' : 'unknown';
  return types.size === 1 ? 'string' : 'unknown';
}

/**
 * The JSON text of a value that a model wrote without quotes. What a schema leaves open is read as
 * JSON where it is JSON, and as a string where it is not.
 */
export function toJsonArgument(written: string, kind: ArgumentKind): string {
  if (kind === 'string') return JSON.stringify(written);
  return toJsonLiteral(written.trim()) ?? JSON.stringify(written);
}
