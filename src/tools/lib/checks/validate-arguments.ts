import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020';
import { safeParseJson } from '../../../protocol/json/safe-parse-json';
import type { ToolDefinition } from '../../../protocol/tool-definition';

const MAX_PROBLEMS = 10;

/** Checks schemas themselves. Shared: compiling the schema of schemas takes tens of milliseconds. */
const SCHEMA_CHECKER = new Ajv2020({ strict: false, logger: false });

/**
 * What is wrong with the arguments of a call, in words for the model; `undefined` when they fit the
 * tool's schema. Regular expressions of the schema are not run: the client wrote them, and one of
 * them could occupy the process for minutes. A schema that cannot be compiled checks nothing.
 */
export function findArgumentProblem(tool: ToolDefinition, json: string): string | undefined {
  const value = safeParseJson(json);
  if (value === undefined) return `the arguments of ${tool.name} are not valid JSON.`;
  const validate = compile(tool.parameters);
  if (validate === undefined || validate(value)) return undefined;
  const problems = (validate.errors ?? []).slice(0, MAX_PROBLEMS).map(describe);
  return `the arguments of ${tool.name} do not fit its schema: ${problems.join('; ')}.`;
}

function compile(
  parameters: ToolDefinition['parameters'],
): ReturnType<Ajv2020['compile']> | undefined {
  // Generators name several drafts, which say the same of what tools use.
  const schema = Object.fromEntries(
    Object.entries(parameters).filter(([keyword]) => keyword !== '$schema'),
  );
  try {
    if (SCHEMA_CHECKER.validateSchema(schema) !== true) return undefined;
    // One instance per check: an instance remembers the ids within what it compiled.
    const ajv = new Ajv2020({
      strict: false,
      allErrors: true,
      validateFormats: false,
      validateSchema: false,
      meta: false,
      logger: false,
    });
    ajv.removeKeyword('pattern');
    ajv.removeKeyword('patternProperties');
    return ajv.compile(schema);
  } catch {
    return undefined;
  }
}

function describe({ instancePath, message = 'is not valid' }: ErrorObject): string {
  return `${instancePath.length > 0 ? instancePath.slice(1) : 'the object'} ${message}`;
}
