import { isJsonObject } from '../../protocol/json/safe-parse-json';

type JsonObject = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 4;

/** Arguments that fit a schema: its required parameters, or else its first one. */
export function exampleArguments(schema: JsonObject): JsonObject {
  return exampleObject(schema, 0);
}

function exampleObject(schema: JsonObject, depth: number): JsonObject {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const names = Object.keys(properties);
  const required = Array.isArray(schema['required'])
    ? names.filter((name) => (schema['required'] as unknown[]).includes(name))
    : [];
  const shown = required.length > 0 ? required : names.slice(0, depth === 0 ? 1 : 0);
  return Object.fromEntries(shown.map((name) => [name, exampleValue(properties[name], depth + 1)]));
}

function exampleValue(schema: unknown, depth: number): unknown {
  if (!isJsonObject(schema) || depth > MAX_DEPTH) return 'text';
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum']) && schema['enum'].length > 0)
    return schema['enum'][0] as unknown;
  if ('default' in schema) return schema['default'];
  const type: unknown = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  switch (type) {
    case 'integer':
    case 'number':
      return schema['minimum'] ?? 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return [exampleValue(schema['items'], depth + 1)];
    case 'object':
      return exampleObject(schema, depth);
    default:
      return 'text';
  }
}
