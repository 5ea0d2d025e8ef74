import { type VariableDescription, variableDescriptions } from './describe-variable';
import { EnvironmentVariables } from './environment-variables';

/** The README's table of all variables. */
export function renderTable(): string {
  const rows = variableDescriptions().map(
    (variable) => `| \`${variable.name}\` | ${variable.text} | ${defaultText(variable)} |`,
  );
  return ['| Variable | Meaning | Default |', '|---|---|---|', ...rows].join('\n');
}

/** A `.env` file in which every variable is explained and set to its default, commented out. */
export function renderEnvironmentExample(): string {
  const entries = variableDescriptions().map(({ name, text }) => {
    const value = defaultValue(name);
    return `# ${text.replaceAll('`', '')}\n#${name}=${value ?? ''}\n`;
  });
  return entries.join('\n');
}

function defaultText({ name, default: words }: VariableDescription): string {
  if (words !== undefined) return words;
  const value = defaultValue(name);
  return value === undefined || value === '' ? '' : `\`${value}\``;
}

function defaultValue(name: string): string | undefined {
  type Value = string | number | boolean | readonly string[];
  const defaults = new EnvironmentVariables() as unknown as Readonly<Record<string, Value>>;
  const value = defaults[name];
  // An array becomes its items, comma-separated, as the variable is written.
  return value?.toString();
}
