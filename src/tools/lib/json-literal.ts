import { safeParseJson } from '../../protocol/json/safe-parse-json';

const PYTHON_LITERALS: ReadonlyMap<string, string> = new Map([
  ['True', 'true'],
  ['False', 'false'],
  ['None', 'null'],
]);

/** The JSON text that a model meant, Python's literals included; `undefined` when it is none. */
export function toJsonLiteral(written: string): string | undefined {
  const literal = PYTHON_LITERALS.get(written) ?? written;
  return safeParseJson(literal) === undefined ? undefined : literal;
}
