import { isJsonObject } from '../../protocol/json/safe-parse-json';

/** Parameters that ask for something even with 0 or `false`. */
const NEVER_OFF: ReadonlySet<string> = new Set(['seed', 'do_sample', 'skip_special_tokens']);

/** Values by which a parameter asks for nothing: penalties of zero, an empty bias, no tools. */
function isNeutral(name: string, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (value === 0 || value === false) return !NEVER_OFF.has(name);
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** The parameters of a request that the front does not honour and that ask for something. */
export function otherParameters(
  body: object,
  honoured: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => !honoured.has(name) && !isNeutral(name, value)),
  );
}

const MAX_LISTED = 32;

/**
 * The value of the header `x-ignored-parameters`, from the names that have no effect; `undefined`
 * when there are none. Only names that a header can carry, and a bounded number of them.
 */
export function toIgnoredHeader(names: readonly string[]): string | undefined {
  const listed = names.filter((name) => /^[\w.[\]-]{1,64}$/.test(name)).slice(0, MAX_LISTED);
  return listed.length > 0 ? listed.join(', ') : undefined;
}

/** Paths of the tools of types that the gateway does not know: `tools[2]`. */
export function ignoredTools(body: object): readonly string[] {
  const tools: unknown = 'tools' in body ? body.tools : undefined;
  if (!Array.isArray(tools)) return [];
  return tools.flatMap((tool: unknown, index) =>
    isJsonObject(tool) && tool['type'] !== 'function' ? [`tools[${String(index)}]`] : [],
  );
}
