import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020';
import { safeParseJson } from '../../protocol/json/safe-parse-json';
import type { ToolDefinition } from '../../protocol/tool-definition';

const MAX_PROBLEMS = 10;

/**
 * What is wrong with the arguments of a call, in words for the model; `undefined` when they fit the
 * tool's schema. Regular expressions of the schema are not run: the client wrote them, and one of
 * them could occupy the process for minutes. A schema that cannot be compiled checks nothing.
 */
export function findArgumentProblem(tool: ToolDefinition, json: string): string | undefined {
  const value = safeParseJson(json);
  if (value === undefined) return `the arguments of ${tool.name} are not valid JSON.`;
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    validateFormats: false,
    logger: false,
  });
  ajv.removeKeyword('pattern');
  ajv.removeKeyword('patternProperties');
  const validate = compile(ajv, tool.parameters);
  if (validate === undefined || validate(value)) return undefined;
  const problems = (validate.errors ?? []).slice(0, MAX_PROBLEMS).map(describe);
  return `the arguments of ${tool.name} do not fit its schema: ${problems.join('; ')}.`;
}

function compile(
  ajv: Ajv2020,
  parameters: ToolDefinition['parameters'],
): ReturnType<Ajv2020['compile']> | undefined {
  // Generators name several drafts, which say the same of what tools use.
  const schema = Object.fromEntries(
    Object.entries(parameters).filter(([keyword]) => keyword !== '$schema'),
  );
  try {
    return ajv.compile(schema);
  } catch {
    return undefined;
  }
}

function describe({ instancePath, message = 'is not valid' }: ErrorObject): string {
  return `${instancePath.length > 0 ? instancePath.slice(1) : 'the object'} ${message}`;
}
