import { safeParseJson } from '../../../protocol/json/safe-parse-json';
import { compileSchema } from '../../../protocol/json-schema/compile-schema';
import type { ToolDefinition } from '../../../protocol/tool-definition';

/**
 * What is wrong with the arguments of a call, in words for the model; `undefined` when they fit the
 * tool's schema. A schema that cannot be compiled checks nothing.
 */
export function findArgumentProblem(tool: ToolDefinition, json: string): string | undefined {
  const value = safeParseJson(json);
  if (value === undefined) return `the arguments of ${tool.name} are not valid JSON.`;
  const problems = compileSchema(tool.parameters)?.(value) ?? [];
  if (problems.length === 0) return undefined;
  return `the arguments of ${tool.name} do not fit its schema: ${problems.join('; ')}.`;
}
