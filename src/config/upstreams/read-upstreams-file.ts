import { readFileSync } from 'node:fs';
import { plainToInstance } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Min,
  validateSync,
} from 'class-validator';
import { isJsonObject, safeParseJson } from '../../protocol/json/safe-parse-json';
import { detectDialect, detectProtocol, isOfficial, toChatUrl } from './locate-upstream';
import {
  DIALECTS,
  PROTOCOLS,
  type ResolvedUpstreams,
  type UpstreamDefinition,
  type UpstreamDialect,
  type UpstreamProtocol,
} from './upstream-definition';

type RawEnvironment = Readonly<Record<string, string | undefined>>;

const KEY = /^[\x21-\x7e]+$/;

class UpstreamEntry {
  @Matches(/^[a-z0-9][a-z0-9_-]{0,31}$/, {
    message: 'name must have up to 32 lower-case letters, digits, - and _',
  })
  name!: string;

  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  url!: string;

  @IsOptional() @IsIn(PROTOCOLS) protocol?: UpstreamProtocol | null;
  @IsOptional() @IsIn(DIALECTS) dialect?: UpstreamDialect | null;

  @IsOptional()
  @IsArray()
  @Matches(KEY, {
    each: true,
    message: 'api_keys must hold keys of printable ASCII characters without blanks',
  })
  api_keys?: string[] | null;

  /** Name of the environment variable that holds the keys, comma-separated. */
  @IsOptional() @IsString() api_keys_env?: string | null;
  @IsOptional() @IsInt() @Min(1) key_concurrency?: number | null;
  @IsOptional() models?: unknown;
}

/** Reads a list of upstreams from a JSON file; names every problem by position and field. */
export function readUpstreamsFile(
  path: string,
  raw: RawEnvironment,
  keyConcurrency: number | undefined,
): ResolvedUpstreams {
  const text = readText(path);
  if (text === undefined) return failed('UPSTREAMS_FILE cannot be read');
  const json = safeParseJson(text);
  if (!Array.isArray(json) || json.length === 0) {
    return failed('UPSTREAMS_FILE must hold a JSON array of upstreams');
  }
  const upstreams: UpstreamDefinition[] = [];
  const problems: string[] = [];
  const names = new Set<unknown>();
  for (const [position, value] of (json as readonly unknown[]).entries()) {
    const place = `UPSTREAMS_FILE[${String(position)}]`;
    const entry = plainToInstance(UpstreamEntry, Object(value) as object);
    const found = problemsOf(entry, raw);
    problems.push(...found.map((problem) => `${place}: ${problem}`));
    if (found.length === 0) upstreams.push(toDefinition(entry, raw, keyConcurrency));
    if (names.has(entry.name)) problems.push(`${place}: another upstream has the same name`);
    // Entries without a name have no name in common.
    if (typeof entry.name === 'string') names.add(entry.name);
  }
  return { upstreams, problems };
}

function failed(problem: string): ResolvedUpstreams {
  return { upstreams: [], problems: [problem] };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function problemsOf(entry: UpstreamEntry, raw: RawEnvironment): readonly string[] {
  const errors = validateSync(entry, { whitelist: true, forbidNonWhitelisted: true });
  const problems = errors.flatMap(({ constraints }) => Object.values(constraints ?? {}));
  if (isGiven(entry.models) && parseModels(entry.models) === undefined) {
    problems.push(
      'models must be an array of names or an object of names and upstream names, and not empty',
    );
  }
  if (problems.length > 0) return problems;
  const keys = keysOf(entry, raw);
  if (isGiven(entry.api_keys_env) && keysOfVariable(entry.api_keys_env, raw).length === 0) {
    return ['api_keys_env names an environment variable that is not set'];
  }
  if (keys.some((key) => !KEY.test(key))) return ['api_keys_env holds a key with a blank in it'];
  return isOfficial(new URL(entry.url)) && keys.length === 0
    ? ["api_keys or api_keys_env is required for Z.ai's official API"]
    : [];
}

function toDefinition(
  entry: UpstreamEntry,
  raw: RawEnvironment,
  keyConcurrency: number | undefined,
): UpstreamDefinition {
  const { name } = entry;
  const url = new URL(entry.url);
  const models = parseModels(entry.models);
  const apiKeys = keysOf(entry, raw);
  const protocol = entry.protocol ?? detectProtocol(url, apiKeys.length > 0);
  if (protocol === 'web') return { name, protocol, url, models };
  return {
    name,
    protocol,
    dialect: entry.dialect ?? detectDialect(url),
    url: toChatUrl(url),
    apiKeys,
    keyConcurrency: entry.key_concurrency ?? keyConcurrency,
    models,
  };
}

function keysOf(
  { api_keys: keys, api_keys_env: variable }: UpstreamEntry,
  raw: RawEnvironment,
): readonly string[] {
  return [...(keys ?? []), ...(isGiven(variable) ? keysOfVariable(variable, raw) : [])];
}

function keysOfVariable(variable: string, raw: RawEnvironment): readonly string[] {
  const split = (raw[variable] ?? '').split(',').map((key) => key.trim());
  return split.filter((key) => key.length > 0);
}

function parseModels(models: unknown): ReadonlyMap<string, string> | undefined {
  if (!isGiven(models)) return undefined;
  const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(models)
    ? models.map((name: unknown) => [name, name])
    : isJsonObject(models)
      ? Object.entries(models)
      : [[undefined, undefined]];
  if (entries.length === 0) return undefined;
  const isGood = entries.every(([id, own]) => isName(id) && isName(own));
  return isGood ? new Map(entries as readonly (readonly [string, string])[]) : undefined;
}

/** `null` counts as absent. */
function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== undefined && value !== null;
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= 256;
}
