import { isJsonObject } from '../../protocol/json/safe-parse-json';
import { resolveReference } from '../../protocol/json-schema/resolve-reference';
import { toJsonLiteral } from './json-literal';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * What a schema says of a value that is written without quotes: `string` is taken as it stands,
 * `json` is anything else, `unknown` could be either.
 */
export type ArgumentKind = 'string' | 'json' | 'unknown';

const MAX_REFERENCES = 16;

/** The kind of a schema; follows references within `root`, which holds the definitions. */
export function argumentKind(schema: unknown, root: JsonObject, depth = 0): ArgumentKind {
  if (!isJsonObject(schema) || depth > MAX_REFERENCES) return 'unknown';
  const { $ref: reference, type } = schema;
  if (typeof reference === 'string') {
    return argumentKind(resolveReference(reference, root), root, depth + 1);
  }
  if (typeof type === 'string') return type === 'string' ? 'string' : 'json';
  if (Array.isArray(type))
    return combine(type.map((one) => (one === 'string' ? 'string' : 'json')));
  const values = Array.isArray(schema['enum']) ? schema['enum'] : constant(schema);
  if (values !== undefined) {
    return combine(values.map((value) => (typeof value === 'string' ? 'string' : 'json')));
  }
  const branches = schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf'];
  if (!Array.isArray(branches)) return 'unknown';
  return combine(branches.map((branch) => argumentKind(branch, root, depth + 1)));
}

/**
 * The JSON text of a value that a model wrote without quotes. What a schema leaves open is read as
 * JSON where it is JSON, and as a string where it is not.
 */
export function toJsonArgument(written: string, kind: ArgumentKind): string {
  if (kind === 'string') return JSON.stringify(written);
  return toJsonLiteral(written.trim()) ?? JSON.stringify(written);
}

function constant(schema: JsonObject): readonly unknown[] | undefined {
  return 'const' in schema ? [schema['const']] : undefined;
}

function combine(kinds: readonly ArgumentKind[]): ArgumentKind {
  const [first = 'unknown'] = kinds;
  return kinds.every((kind) => kind === first) ? first : 'unknown';
}
