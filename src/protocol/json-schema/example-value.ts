import { isJsonObject } from '../json/safe-parse-json';
import { exampleNumber, exampleText } from './example-scalars';
import { resolveReference } from './resolve-reference';

type JsonObject = Readonly<Record<string, unknown>>;

/** Schemas looked at for one example: those that refer to each other could be millions. */
const MAX_SCHEMAS = 300;
const MAX_ITEMS = 8;
/** Below this depth only what a schema requires is shown. */
const MAX_SHOWN_DEPTH = 3;

/**
 * A value that fits a schema; of an object its required properties, or else its first one. Follows
 * references, alternatives and bounds; patterns and conditions are not solved.
 */
export function exampleValue(schema: JsonObject): unknown {
  return new ExampleMaker(schema).value(schema, 0);
}

class ExampleMaker {
  private count = 0;

  constructor(private readonly root: JsonObject) {}

  value(written: unknown, depth: number): unknown {
    const schema = this.resolve(written);
    if (schema === undefined) return depth === 0 ? {} : 'text';
    if ('const' in schema) return schema['const'];
    const { enum: values, default: usual } = schema;
    if (Array.isArray(values) && values.length > 0) return values[0] as unknown;
    if (usual !== undefined) return usual;
    switch (typeOf(schema, depth)) {
      case 'integer':
        return exampleNumber(schema, true);
      case 'number':
        return exampleNumber(schema, false);
      case 'boolean':
        return true;
      case 'null':
        return null;
      case 'array':
        return this.array(schema, depth);
      case 'object':
        return this.object(schema, depth);
      default:
        return exampleText(schema);
    }
  }

  /** The schema without references and alternatives: the first alternative counts. */
  private resolve(schema: unknown): JsonObject | undefined {
    this.count += 1;
    if (!isJsonObject(schema) || this.count > MAX_SCHEMAS) return undefined;
    const { $ref: reference, allOf, anyOf, oneOf, ...own } = schema;
    const named = typeof reference === 'string' ? [resolveReference(reference, this.root)] : [];
    const all: readonly unknown[] = Array.isArray(allOf) ? allOf : [];
    const alternatives: readonly unknown[] = [anyOf, oneOf].flatMap((branches) =>
      Array.isArray(branches) ? [branches[0] as unknown] : [],
    );
    return [...named, ...all, ...alternatives]
      .map((part) => this.resolve(part))
      .reduce<JsonObject>((merged, part) => merge(merged, part ?? {}), own);
  }

  private array(schema: JsonObject, depth: number): readonly unknown[] {
    const { items, prefixItems, minItems, maxItems } = schema;
    const first: readonly unknown[] = Array.isArray(prefixItems) ? prefixItems : [];
    const needed = typeof minItems === 'number' ? minItems : 0;
    const shown = depth > MAX_SHOWN_DEPTH ? 0 : Math.max(first.length, 1);
    const most = typeof maxItems === 'number' ? maxItems : MAX_ITEMS;
    const length = Math.min(Math.max(needed, Math.min(shown, most)), MAX_ITEMS);
    return Array.from({ length }, (_, index) => this.value(first[index] ?? items, depth + 1));
  }

  private object(schema: JsonObject, depth: number): JsonObject {
    const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
    const required = textsOf(schema['required']);
    const shown =
      required.length > 0 ? required : Object.keys(properties).slice(0, depth === 0 ? 1 : 0);
    return Object.fromEntries(
      shown.map((name) => [
        name,
        this.value(
          Object.hasOwn(properties, name) ? properties[name] : schema['additionalProperties'],
          depth + 1,
        ),
      ]),
    );
  }
}

function merge(one: JsonObject, other: JsonObject): JsonObject {
  const properties = { ...asObject(other['properties']), ...asObject(one['properties']) };
  const required = new Set([...textsOf(one['required']), ...textsOf(other['required'])]);
  return {
    ...other,
    ...one,
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.size > 0 ? { required: [...required] } : {}),
  };
}

function typeOf(schema: JsonObject, depth: number): unknown {
  const { type } = schema;
  if (type !== undefined) return Array.isArray(type) ? type[0] : type;
  if ('properties' in schema || 'required' in schema) return 'object';
  if ('items' in schema || 'prefixItems' in schema) return 'array';
  return depth === 0 ? 'object' : undefined;
}

function asObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
