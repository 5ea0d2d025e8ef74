import { isJsonObject } from '../json/safe-parse-json';
import { resolveReference } from './resolve-reference';

type JsonObject = Readonly<Record<string, unknown>>;

/** What a JSON value is, as far as it shows in how the value is written. */
export type ValueType = 'object' | 'array' | 'string' | 'other';

const ALL: readonly ValueType[] = ['object', 'array', 'string', 'other'];

/**
 * The types that a schema allows; all of them where it says nothing. Follows references within
 * `root`, which holds the definitions. Empty for a schema that consists of itself only.
 */
export function valueTypes(schema: unknown, root: JsonObject): ReadonlySet<ValueType> {
  return new Set(new TypeReader(root).read(schema));
}

class TypeReader {
  /** Each schema is read once: those that refer to each other would be read without end. */
  private readonly seen = new Set<unknown>();

  constructor(private readonly root: JsonObject) {}

  read(schema: unknown): readonly ValueType[] {
    if (!isJsonObject(schema)) return ALL;
    if (this.seen.has(schema)) return [];
    this.seen.add(schema);
    const { $ref: reference, type, enum: values, anyOf, oneOf, allOf } = schema;
    if (typeof reference === 'string') return this.read(resolveReference(reference, this.root));
    if (typeof type === 'string') return [typeNamed(type)];
    if (Array.isArray(type)) return type.map(typeNamed);
    if (Array.isArray(values)) return values.map(typeOf);
    if ('const' in schema) return [typeOf(schema['const'])];
    const branches = anyOf ?? oneOf;
    if (Array.isArray(branches)) return branches.flatMap((branch) => this.read(branch));
    if (!Array.isArray(allOf)) return ALL;
    return allOf
      .map((part) => this.read(part))
      .reduce((common, types) => common.filter((one) => types.includes(one)), ALL);
  }
}

function typeNamed(name: unknown): ValueType {
  return name === 'object' || name === 'array' || name === 'string' ? name : 'other';
}

function typeOf(value: unknown): ValueType {
  if (Array.isArray(value)) return 'array';
  if (isJsonObject(value)) return 'object';
  return typeof value === 'string' ? 'string' : 'other';
}
