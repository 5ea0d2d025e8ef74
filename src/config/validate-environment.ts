import { randomBytes } from 'node:crypto';
import { validateSync } from 'class-validator';
import { ConfigurationError } from './configuration-error';
import { type ModelAlias, parseModelAliases } from './model-aliases';
import { resolveUpstreams } from './upstreams/resolve-upstreams';
import type { UpstreamDefinition } from './upstreams/upstream-definition';
import { toEnvironmentVariables, type EnvironmentVariables } from './environment-variables';

/** The key that the Python original published as its default: everybody knows it. */
const PUBLISHED_KEY = 'sk-tbkFoKzk9a531YyUNNF5';

const MIN_KEY_LENGTH = 8;

/** The settings that the gateway runs with. */
export type Settings = Readonly<
  Omit<EnvironmentVariables, 'DEBUG_LOGGING' | 'MODEL_ALIASES'> & {
    DEBUG_LOGGING: boolean;
    /** The first that fits a name wins. */
    MODEL_ALIASES: readonly ModelAlias[];
    IS_PRODUCTION: boolean;
    /** Whether the standard variables of OpenTelemetry ask for traces. */
    IS_TRACED: boolean;
    /** In the order of preference; never empty. */
    UPSTREAMS: readonly UpstreamDefinition[];
    /** Set when no key and no file of keys was configured: the key that was made for this run. */
    GENERATED_KEY: string | undefined;
  }
>;

/**
 * Checks raw environment variables and completes them. Throws a `ConfigurationError` that lists all
 * problems.
 */
export function validateEnvironment(raw: Readonly<Record<string, string | undefined>>): Settings {
  const variables = toEnvironmentVariables(raw);
  const isProduction = variables.NODE_ENV.toLowerCase() === 'production';
  const { aliases, problems: aliasProblems } = parseModelAliases(variables.MODEL_ALIASES);
  const problems = [
    ...constraintProblems(variables),
    ...keyProblems(variables, isProduction),
    ...aliasProblems,
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  const { upstreams, problems: upstreamProblems } = resolveUpstreams(variables, raw);
  if (upstreamProblems.length > 0) throw new ConfigurationError(upstreamProblems);
  const hasKeys = variables.AUTH_TOKEN.length > 0 || variables.KEYS_FILE !== undefined;
  const generatedKey = hasKeys ? undefined : generateKey();
  return Object.assign(variables, {
    AUTH_TOKEN: generatedKey === undefined ? variables.AUTH_TOKEN : [generatedKey],
    DEBUG_LOGGING: variables.DEBUG_LOGGING ?? !isProduction,
    MODEL_ALIASES: aliases,
    IS_PRODUCTION: isProduction,
    IS_TRACED: asksForTraces(raw),
    UPSTREAMS: upstreams,
    GENERATED_KEY: generatedKey,
  });
}

function constraintProblems(variables: EnvironmentVariables): readonly string[] {
  return validateSync(variables).flatMap((error) => {
    const messages = Object.values(error.constraints ?? {});
    // One sentence per variable: several constraints of a number say the same.
    return [...new Set(messages)].slice(0, 1);
  });
}

function keyProblems(variables: EnvironmentVariables, isProduction: boolean): readonly string[] {
  if (!isProduction) return [];
  const keys = variables.AUTH_TOKEN;
  if (keys.length === 0 && variables.KEYS_FILE === undefined) {
    return ['AUTH_TOKEN or KEYS_FILE is required when NODE_ENV is production'];
  }
  const problems: string[] = [];
  if (keys.includes(PUBLISHED_KEY)) {
    problems.push('AUTH_TOKEN holds a key that was published and is known to everybody');
  }
  if (keys.some((key) => key.length < MIN_KEY_LENGTH)) {
    problems.push(`AUTH_TOKEN holds a key of fewer than ${String(MIN_KEY_LENGTH)} characters`);
  }
  return problems;
}

function generateKey(): string {
  return `sk-${randomBytes(24).toString('base64url')}`;
}

/** What the SDK takes for a wish for traces; it reads the rest of its variables itself. */
function asksForTraces(raw: Readonly<Record<string, string | undefined>>): boolean {
  const isSet = (name: string): boolean => (raw[name]?.trim() ?? '') !== '';
  if (raw['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return false;
  if (isSet('OTEL_TRACES_EXPORTER')) return raw['OTEL_TRACES_EXPORTER']?.trim() !== 'none';
  return isSet('OTEL_EXPORTER_OTLP_ENDPOINT') || isSet('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT');
}
