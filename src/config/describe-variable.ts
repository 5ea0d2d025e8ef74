/** A text in each language of the documentation. */
export interface Texts {
  readonly en: string;
  readonly zh: string;
}

/** A language of the documentation. */
export type Language = keyof Texts;

/** What the documentation says of one environment variable. */
export interface VariableDescription {
  readonly name: string;
  readonly text: Texts;
  readonly isSecret: boolean;
  /** The default in words, where the value alone would mislead. */
  readonly default?: Texts | undefined;
}

const descriptions = new Map<string, VariableDescription>();

/** Documents a variable where it is declared: the tables of the READMEs are made from this. */
export function Describe(
  text: Texts,
  options: { readonly isSecret?: boolean; readonly default?: Texts } = {},
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
