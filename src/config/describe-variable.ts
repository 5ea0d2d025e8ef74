/** What the documentation says of one environment variable. */
export interface VariableDescription {
  readonly name: string;
  readonly text: string;
  readonly isSecret: boolean;
  /** The default in words, where the value alone would mislead. */
  readonly default?: string | undefined;
}

const descriptions = new Map<string, VariableDescription>();

/** Documents a variable where it is declared: the README's table is made from this. */
export function Describe(
  text: string,
  options: { readonly isSecret?: boolean; readonly default?: string } = {},
): PropertyDecorator {
  return (_target, property) => {
    const name = String(property);
    const { isSecret = false, default: fallback } = options;
    descriptions.set(name, { name, text, isSecret, default: fallback });
  };
}

/** All described variables, in the order of their declaration. */
export function variableDescriptions(): readonly VariableDescription[] {
  return [...descriptions.values()];
}
