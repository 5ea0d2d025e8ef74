/** Gives `value` back when it has exactly the shape; throws an error that names `path` otherwise. */
export type Shape<T> = (value: unknown, path: string) => T;

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Values<F extends Fields> = { [Name in keyof F]: ReturnType<F[Name]> };

/** An object with exactly these fields. */
export function object<F extends Fields>(fields: F): Shape<Values<F>> {
  return objectWith(fields, {});
}

/** An object with all `required` fields, perhaps `optional` ones, and no other. */
export function objectWith<R extends Fields, O extends Fields>(
  required: R,
  optional: O,
): Shape<Values<R> & Partial<Values<O>>> {
  const shapes: Fields = { ...required, ...optional };
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return fail(path, 'an object', value);
    }
    const missing = Object.keys(required).filter((name) => !(name in value));
    if (missing.length > 0) fail(path, `an object with ${missing.join(', ')}`, value);
    for (const [name, field] of Object.entries(value)) {
      const shape = shapes[name];
      if (shape === undefined) fail(path, `an object without ${name}`, value);
      else shape(field, `${path}.${name}`);
    }
    return value as Values<R> & Partial<Values<O>>;
  };
}

export function list<T>(shape: Shape<T>, max = Infinity): Shape<T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > max) return fail(path, 'a list', value);
    return value.map((item: unknown, index) => shape(item, `${path}[${String(index)}]`));
  };
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null ? null : shape(value, path));
}

export function oneOf<const T>(...allowed: readonly T[]): Shape<T> {
  return (value, path) => {
    if (!allowed.includes(value as T)) fail(path, `one of ${allowed.join(', ')}`, value);
    return value as T;
  };
}

export const text: Shape<string> = (value, path) =>
  typeof value === 'string' ? value : fail(path, 'a string', value);

export const filledText: Shape<string> = (value, path) =>
  text(value, path) === '' ? fail(path, 'a string that is not empty', value) : text(value, path);

export const flag: Shape<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : fail(path, 'a boolean', value);

export const count: Shape<number> = (value, path) =>
  Number.isSafeInteger(value) && Number(value) >= 0
    ? Number(value)
    : fail(path, 'a whole number', value);

function fail(path: string, expected: string, value: unknown): never {
  throw new Error(`${path} must be ${expected}, not ${JSON.stringify(value)}`);
}
