import { readFileSync } from 'node:fs';
import { plainToInstance, Type } from 'class-transformer';
import {
  IsBoolean,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Min,
  ValidateNested,
  validateSync,
  type ValidationError,
} from 'class-validator';
import { ConfigurationError } from '../../config/configuration-error';
import { safeParseJson } from '../../protocol/json/safe-parse-json';
import type { CatalogueEntry } from './model-catalogue';

class CapabilitiesEntry {
  @IsOptional() @IsBoolean() thinking?: boolean;
  @IsOptional() @IsBoolean() search?: boolean;
  @IsOptional() @IsBoolean() vision?: boolean;
  @IsOptional() @IsBoolean() tools?: boolean;
}

class ModelEntry {
  @IsString() @IsNotEmpty() id!: string;
  @IsString() @IsNotEmpty() upstream_id!: string;
  @IsOptional() @IsString() upstream?: string;
  @IsOptional() @IsString() owned_by?: string;
  @IsOptional() @IsInt() @Min(0) created?: number;
  @IsOptional() @IsBoolean() thinking?: boolean;
  @IsOptional() @IsBoolean() search?: boolean;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CapabilitiesEntry)
  capabilities?: CapabilitiesEntry;

  @IsOptional() @IsBoolean() native_tools?: boolean;
  @IsOptional() @IsBoolean() tool_stream?: boolean;
  @IsOptional() @IsBoolean() reasoning_effort?: boolean;
  @IsOptional() @IsInt() @Min(1) context_window?: number;
  @IsOptional() @IsInt() @Min(1) max_output_tokens?: number;
}

/**
 * Reads a list of models from a JSON file. Throws a `ConfigurationError` that lists every problem of
 * the file, by position and field.
 */
export function readModelsFile(path: string): readonly CatalogueEntry[] {
  const json = safeParseJson(readText(path));
  if (!Array.isArray(json)) {
    throw new ConfigurationError([`MODELS_FILE must hold a JSON array of models`]);
  }
  const entries = json.map((entry) => plainToInstance(ModelEntry, Object(entry) as object));
  const problems = entries.flatMap((entry, position) =>
    describe(validateSync(entry), `MODELS_FILE[${String(position)}]`),
  );
  if (problems.length > 0) throw new ConfigurationError(problems);
  return entries.map(toEntry);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigurationError(['MODELS_FILE cannot be read']);
  }
}

function describe(errors: readonly ValidationError[], path: string): readonly string[] {
  return errors.flatMap((error) => [
    ...Object.values(error.constraints ?? {}).map((message) => `${path}: ${message}`),
    ...describe(error.children ?? [], `${path}.${error.property}`),
  ]);
}

/** `null` counts as absent, and what is no capability stays out of the list of models. */
function toEntry(entry: ModelEntry): CatalogueEntry {
  const searches = entry.search ?? false;
  const { thinking, search, vision, tools } = entry.capabilities ?? {};
  return present({
    id: entry.id,
    modelId: entry.upstream_id,
    upstream: entry.upstream,
    ownedBy: entry.owned_by,
    created: entry.created,
    thinksByDefault: entry.thinking,
    searches,
    capabilities: {
      thinking: thinking ?? true,
      search: search ?? searches,
      vision: vision ?? false,
      tools: tools ?? true,
    },
    features: present({
      nativeTools: entry.native_tools,
      toolStream: entry.tool_stream,
      reasoningEffort: entry.reasoning_effort,
    }),
    contextWindow: entry.context_window,
    maxOutputTokens: entry.max_output_tokens,
  });
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined | null> };

/** The fields that hold something. */
function present<T extends object>(fields: T): Present<T> {
  const entries = Object.entries(fields).filter(([, value]) => (value ?? undefined) !== undefined);
  return Object.fromEntries(entries) as Present<T>;
}
