import { isJsonObject } from '../protocol/json/safe-parse-json';

/** How deep an example goes: schemas may refer to themselves. */
const MAX_DEPTH = 12;

type Schema = Readonly<Record<string, unknown>>;

/** A value that fits the simple schemas that people write. */
export function exampleOf(schema: unknown, root: unknown = schema, depth = 0): unknown {
  if (!isJsonObject(schema) || depth > MAX_DEPTH) return null;
  const next = (inner: unknown): unknown => exampleOf(inner, root, depth + 1);
  const { $ref: reference, const: constant, enum: allowed, anyOf, oneOf } = schema;
  if (typeof reference === 'string') return next(lookUp(root, reference));
  if (constant !== undefined) return constant;
  for (const choices of [allowed, anyOf, oneOf]) {
    if (Array.isArray(choices)) return choices === allowed ? choices[0] : next(choices[0]);
  }
  return exampleOfType(schema, next);
}

function exampleOfType(schema: Schema, next: (inner: unknown) => unknown): unknown {
  const { type, properties, items, minimum, minItems } = schema;
  const kind: unknown = Array.isArray(type) ? type[0] : type;
  switch (kind) {
    case 'string':
      return 'example';
    case 'integer':
    case 'number':
      return typeof minimum === 'number' ? minimum : 1;
    case 'boolean':
      return true;
    case 'array': {
      const length = typeof minItems === 'number' ? minItems : 1;
      return Array.from({ length }, () => next(items));
    }
    case 'null':
      return null;
    default: {
      const fields = Object.entries(isJsonObject(properties) ? properties : {});
      return Object.fromEntries(fields.map(([name, inner]) => [name, next(inner)]));
    }
  }
}

/** What a reference such as `#/$defs/city` points to. */
function lookUp(root: unknown, reference: string): unknown {
  const path = reference.replace(/^#\/?/, '').split('/').filter(Boolean);
  return path.reduce<unknown>(
    (value, name) => (isJsonObject(value) ? value[name] : undefined),
    root,
  );
}
