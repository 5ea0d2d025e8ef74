import { isJsonObject, safeParseJson } from '../../../protocol/json/safe-parse-json';
import { compileSchema, type SchemaCheck } from '../../../protocol/json-schema/compile-schema';
import type { OutputFormat } from '../../../protocol/output-format';

/** Says what is wrong with JSON text, in words for the model; `undefined` when it is as demanded. */
export type FormatProblemFinder = (json: string) => string | undefined;

/**
 * Makes the check of a format. A schema is compiled when it is first needed, and once for both
 * answers of a request; one that cannot be compiled checks nothing.
 */
export function formatProblemFinder(
  format: Exclude<OutputFormat, { readonly type: 'text' }>,
): FormatProblemFinder {
  if (format.type === 'json-object') {
    return (json) =>
      isJsonObject(safeParseJson(json)) ? undefined : 'the answer is not a JSON object.';
  }
  let check: SchemaCheck | undefined;
  return (json) => {
    check ??= compileSchema(format.schema) ?? (() => []);
    const problems = check(safeParseJson(json));
    if (problems.length === 0) return undefined;
    return `the answer does not fit the schema: ${problems.join('; ')}.`;
  };
}
