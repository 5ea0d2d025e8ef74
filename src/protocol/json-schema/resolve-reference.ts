import { isJsonObject } from '../json/safe-parse-json';

/**
 * What a `$ref` within a schema names: `#`, or a `#/…` pointer. Own properties only; `undefined` for
 * everything else, because nothing is fetched.
 */
export function resolveReference(
  reference: string,
  root: Readonly<Record<string, unknown>>,
): unknown {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .map((step) => decode(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (value, step) =>
        (isJsonObject(value) || Array.isArray(value)) && Object.hasOwn(value, step)
          ? (value as Readonly<Record<string, unknown>>)[step]
          : undefined,
      root,
    );
}

/** Pointers in fragments are percent-encoded: pydantic writes `Pair%5Bint%5D`. */
function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
