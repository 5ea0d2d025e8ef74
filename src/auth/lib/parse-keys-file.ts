import { plainToInstance } from 'class-transformer';
import {
  IsBoolean,
  IsInt,
  IsISO8601,
  IsOptional,
  Matches,
  Min,
  validateSync,
} from 'class-validator';
import { isJsonObject, safeParseJson } from '../../protocol/json/safe-parse-json';
import type { KeyLimits } from '../../common/http/key-limits';

/** A key of the file. */
export interface NamedKey {
  readonly name: string;
  /** SHA-256 of the key. */
  readonly hash: Buffer;
  readonly limits: KeyLimits;
  readonly isDisabled: boolean;
  /** Milliseconds since the epoch from which the key is not accepted any more. */
  readonly expiresAt: number;
}

/** The keys of a file, or what is wrong with it; problems name places, never values. */
export interface ParsedKeys {
  readonly keys: readonly NamedKey[];
  readonly problems: readonly string[];
}

class KeyEntry {
  // Names of this form belong to the keys of AUTH_TOKEN.
  @Matches(/^(?!key_)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
    message: 'name must have up to 64 letters, digits, ., - and _, and not begin with key_',
  })
  name!: string;

  @Matches(/^[0-9a-f]{64}$/i, {
    message: 'key_sha256 must be the SHA-256 of the key as 64 hexadecimal digits',
  })
  key_sha256!: string;

  @IsOptional() @IsInt() @Min(0) rpm?: number | null;
  @IsOptional() @IsInt() @Min(0) tpm?: number | null;
  @IsOptional() @IsInt() @Min(0) concurrency?: number | null;
  @IsOptional() @IsBoolean() disabled?: boolean | null;

  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'expires must be a date such as 2030-12-31T23:59:59Z' })
  expires?: string | null;
}

/** Reads the text of a file of keys. */
export function parseKeysFile(text: string): ParsedKeys {
  const json = safeParseJson(text);
  if (!Array.isArray(json)) {
    return { keys: [], problems: ['KEYS_FILE must hold a JSON array of keys'] };
  }
  const keys: NamedKey[] = [];
  const problems: string[] = [];
  const taken = new Set<string>();
  for (const [position, value] of (json as readonly unknown[]).entries()) {
    const found = problemsOf(value, taken);
    if (found.length === 0) keys.push(toKey(toEntry(value)));
    problems.push(...found.map((problem) => `KEYS_FILE[${String(position)}]: ${problem}`));
  }
  return { keys, problems };
}

function problemsOf(value: unknown, taken: Set<string>): readonly string[] {
  if (!isJsonObject(value)) return ['must be an object'];
  if ('key' in value) return ['key must not be in the file: give its SHA-256 as key_sha256'];
  const entry = toEntry(value);
  const errors = validateSync(entry, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length > 0) return errors.flatMap(({ constraints }) => firstOf(constraints));
  const problems: string[] = [];
  // ISO 8601 knows weeks and days of the year, JavaScript does not.
  if (Number.isNaN(toKey(entry).expiresAt)) problems.push('expires is not a date with a day');
  if (taken.has(entry.name)) problems.push('another key has the same name');
  const hash = entry.key_sha256.toLowerCase();
  if (taken.has(`#${hash}`)) problems.push('another entry has the same key');
  taken.add(entry.name).add(`#${hash}`);
  return problems;
}

/** One sentence per field: several constraints of a field say the same. */
function firstOf(constraints: Readonly<Record<string, string>> | undefined): readonly string[] {
  return Object.values(constraints ?? {}).slice(0, 1);
}

function toEntry(value: unknown): KeyEntry {
  return plainToInstance(KeyEntry, value);
}

function toKey(entry: KeyEntry): NamedKey {
  return {
    name: entry.name,
    hash: Buffer.from(entry.key_sha256, 'hex'),
    limits: {
      requestsPerMinute: entry.rpm ?? undefined,
      tokensPerMinute: entry.tpm ?? undefined,
      concurrency: entry.concurrency ?? undefined,
    },
    isDisabled: entry.disabled ?? false,
    expiresAt: entry.expires ? Date.parse(entry.expires) : Number.POSITIVE_INFINITY,
  };
}
