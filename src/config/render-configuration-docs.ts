import { type Language, type VariableDescription, variableDescriptions } from './describe-variable';
import { EnvironmentVariables } from './environment-variables';

const HEADINGS: Readonly<Record<Language, string>> = {
  en: '| Variable | Meaning | Default |',
  zh: '| 变量 | 含义 | 默认值 |',
};

/** Said of a variable whose value nobody else may see. */
const SECRET: Readonly<Record<Language, string>> = { en: ' Secret.', zh: '机密。' };

/** The table of all variables in a README. */
export function renderTable(language: Language): string {
  const rows = variableDescriptions().map((variable) => {
    const fallback = variable.default?.[language] ?? asCode(defaultValue(variable));
    const text = variable.text[language] + (variable.isSecret ? SECRET[language] : '');
    return `| \`${variable.name}\` | ${text} | ${fallback} |`;
  });
  return [HEADINGS[language], '|---|---|---|', ...rows].join('\n');
}

/** A `.env` file in which every variable is explained and set to its default, commented out. */
export function renderEnvironmentExample(): string {
  const entries = variableDescriptions().map((variable) => {
    const text = variable.text.en.replaceAll('`', '');
    return `# ${text}\n#${variable.name}=${defaultValue(variable)}\n`;
  });
  return entries.join('\n');
}

function asCode(value: string): string {
  return value === '' ? '' : `\`${value}\``;
}

/** The default as it would be written in the environment; empty when there is none. */
function defaultValue({ name }: VariableDescription): string {
  type Value = string | number | boolean | readonly string[];
  const defaults = new EnvironmentVariables() as unknown as Readonly<Record<string, Value>>;
  // An array becomes its items, comma-separated, as the variable is written.
  return defaults[name]?.toString() ?? '';
}
