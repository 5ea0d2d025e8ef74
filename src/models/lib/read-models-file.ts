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
import type { ModelCapabilities, ModelProfile } from '../../protocol/model-profile';
import { toModelProfile } from './model-catalogue';

class CapabilitiesEntry {
  @IsOptional() @IsBoolean() thinking?: boolean;
  @IsOptional() @IsBoolean() search?: boolean;
  @IsOptional() @IsBoolean() vision?: boolean;
  @IsOptional() @IsBoolean() tools?: boolean;
}

class ModelEntry {
  @IsString() @IsNotEmpty() id!: string;
  @IsString() @IsNotEmpty() upstream_id!: string;
  @IsOptional() @IsString() owned_by?: string;
  @IsOptional() @IsInt() @Min(0) created?: number;
  @IsOptional() @IsBoolean() thinking?: boolean;
  @IsOptional() @IsBoolean() search?: boolean;
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CapabilitiesEntry)
  capabilities?: CapabilitiesEntry;

  @IsOptional() @IsInt() @Min(1) context_window?: number;
  @IsOptional() @IsInt() @Min(1) max_output_tokens?: number;
}

/**
 * Reads a list of models from a JSON file. Throws a `ConfigurationError` that lists every problem of
 * the file, by position and field.
 */
export function readModelsFile(path: string): readonly ModelProfile[] {
  const json = safeParseJson(readText(path));
  if (!Array.isArray(json)) {
    throw new ConfigurationError([`MODELS_FILE must hold a JSON array of models`]);
  }
  const entries = json.map((entry) => plainToInstance(ModelEntry, Object(entry) as object));
  const problems = entries.flatMap((entry, position) =>
    describe(validateSync(entry), `MODELS_FILE[${String(position)}]`),
  );
  if (problems.length > 0) throw new ConfigurationError(problems);
  return entries.map(toProfile);
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

function toProfile(entry: ModelEntry): ModelProfile {
  const base = toModelProfile({
    id: entry.id,
    upstreamId: entry.upstream_id,
    searches: entry.search ?? false,
  });
  return {
    ...base,
    ownedBy: entry.owned_by ?? base.ownedBy,
    created: entry.created ?? base.created,
    thinksByDefault: entry.thinking ?? base.thinksByDefault,
    capabilities: toCapabilities(base.capabilities, entry.capabilities),
    contextWindow: entry.context_window ?? base.contextWindow,
    maxOutputTokens: entry.max_output_tokens ?? base.maxOutputTokens,
  };
}

/** `null` counts as absent, and what is no capability stays out of the list of models. */
function toCapabilities(
  base: ModelCapabilities,
  entry: CapabilitiesEntry | undefined,
): ModelCapabilities {
  return {
    thinking: entry?.thinking ?? base.thinking,
    search: entry?.search ?? base.search,
    vision: entry?.vision ?? base.vision,
    tools: entry?.tools ?? base.tools,
  };
}
