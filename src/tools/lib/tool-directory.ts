import { isJsonObject } from '../../protocol/json/safe-parse-json';
import type { ToolDefinition } from '../../protocol/tool-definition';
import { type ArgumentKind, argumentKind } from './argument-kind';

/** How some models qualify the names of functions. */
const PREFIX = 'functions.';

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
    const trimmed = written.trim();
    const name = trimmed.startsWith(PREFIX) ? trimmed.slice(PREFIX.length) : trimmed;
    const exact = this.byName.get(trimmed) ?? this.byName.get(name);
    if (exact !== undefined) return exact;
    const alike = [...this.byName.values()].filter((tool) => fold(tool.name) === fold(name));
    return alike.length === 1 ? alike[0] : undefined;
  }

  /** Whether a name that begins with `written` could be one of these. */
  hasNameLike(written: string): boolean {
    const start = fold(written);
    return [...this.byName.keys()].some((name) =>
      [name, PREFIX + name].some((form) => fold(form).startsWith(start)),
    );
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
