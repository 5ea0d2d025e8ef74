import { isJsonObject } from '../../protocol/json/safe-parse-json';
import type { ToolDefinition } from '../../protocol/tool-definition';
import { type ArgumentKind, argumentKind } from './argument-kind';

/** The tools of one request, for looking up what a model wrote. */
export class ToolDirectory {
  private readonly byName: ReadonlyMap<string, ToolDefinition>;

  constructor(tools: readonly ToolDefinition[]) {
    this.byName = new Map(tools.map((tool) => [tool.name, tool]));
  }

  /**
   * The declared tool that a written name means: the very name, else without a `functions.` prefix,
   * else the only one that differs in case, dashes and underscores.
   */
  find(written: string): ToolDefinition | undefined {
    const name = written.trim().replace(/^functions\./, '');
    const exact = this.byName.get(name);
    if (exact !== undefined) return exact;
    const alike = [...this.byName.values()].filter((tool) => fold(tool.name) === fold(name));
    return alike.length === 1 ? alike[0] : undefined;
  }
}

/** How the value of a parameter is written: as it stands, or as JSON. */
export function parameterKind(tool: ToolDefinition, parameter: string): ArgumentKind {
  const { properties } = tool.parameters;
  const isDeclared = isJsonObject(properties) && Object.hasOwn(properties, parameter);
  return isDeclared ? argumentKind(properties[parameter], tool.parameters) : 'unknown';
}

/** Names of the parameters that a call must give. */
export function requiredParameters(tool: ToolDefinition): readonly string[] {
  const { required } = tool.parameters;
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}
