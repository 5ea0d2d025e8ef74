/** A JSON object of an OpenAPI document. */
export type JsonObject = Readonly<Record<string, unknown>>;

const MAPS = new Set(['properties', 'patternProperties']);
const LISTS = new Set(['allOf', 'anyOf', 'oneOf']);
const SINGLES = new Set(['items', 'additionalProperties', 'not']);

/**
 * Rewrites a schema of OpenAPI 3.0 to the JSON Schema that OpenAPI 3.1 wants: `nullable` becomes a
 * type, `example` becomes `examples`, and a reference may have siblings.
 */
export function toJsonSchema(schema: JsonObject): JsonObject {
  const { nullable, example, allOf, ...rest } = mapSubschemas(schema);
  const plain = {
    ...rest,
    ...(allOf === undefined ? {} : unwrap(allOf as readonly JsonObject[])),
    ...(example === undefined ? {} : { examples: [example] }),
  };
  return nullable === true ? orNull(plain) : plain;
}

/** Rewrites each schema of a map. */
export function toJsonSchemas(schemas: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, toJsonSchema(schema as JsonObject)]),
  );
}

function mapSubschemas(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, mapKeyword(key, value)]),
  );
}

function mapKeyword(key: string, value: unknown): unknown {
  if (MAPS.has(key)) return toJsonSchemas(value as JsonObject);
  if (LISTS.has(key)) return (value as readonly JsonObject[]).map(toJsonSchema);
  return SINGLES.has(key) && typeof value === 'object' ? toJsonSchema(value as JsonObject) : value;
}

/** OpenAPI 3.0 could not describe a reference without wrapping it. */
function unwrap(allOf: readonly JsonObject[]): JsonObject {
  const [only] = allOf;
  return only !== undefined && '$ref' in only && allOf.length === 1 ? only : { allOf };
}

function orNull(schema: JsonObject): JsonObject {
  const { $ref, type, oneOf, enum: values, ...rest } = schema;
  const nothing = { type: 'null' };
  if ($ref !== undefined) return { ...rest, anyOf: [{ $ref }, nothing] };
  if (oneOf !== undefined) return { ...rest, oneOf: [...(oneOf as readonly unknown[]), nothing] };
  const choices = values === undefined ? {} : { enum: [...(values as readonly unknown[]), null] };
  return { type: [type, 'null'], ...rest, ...choices };
}
