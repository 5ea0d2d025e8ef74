import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';

const JSON_SCHEMA = { type: 'object', additionalProperties: true } as const;

/** A function that the model may call. */
export class FlatToolDto {
  @ApiProperty({ enum: ['function'] })
  type!: string;
  /** @example get_weather */
  @ApiProperty()
  name!: string;
  /** What the function does, for the model. */
  description?: string;
  /** JSON Schema of the arguments. */
  @ApiPropertyOptional(JSON_SCHEMA)
  parameters?: Record<string, unknown>;
  /** Arguments that do not fit the schema are asked for again, and never passed on. */
  strict?: boolean;
}

/** Demands a call of one function. */
export class FlatFunctionChoiceDto {
  @ApiProperty({ enum: ['function'] })
  type!: 'function';
  /** @example get_weather */
  @ApiProperty()
  name!: string;
}

/** Leaves only some of the functions to the model. */
export class AllowedToolsDto {
  @ApiProperty({ enum: ['allowed_tools'] })
  type!: 'allowed_tools';
  @ApiProperty({ enum: ['auto', 'required'] })
  mode!: 'auto' | 'required';
  @ApiProperty({ type: 'array', items: { $ref: getSchemaPath(FlatFunctionChoiceDto) } })
  tools!: FlatFunctionChoiceDto[];
}

/** The answer is one JSON value that fits a schema. */
export class FlatJsonSchemaFormatDto {
  @ApiProperty({ enum: ['json_schema'] })
  type!: 'json_schema';
  /** Letters, digits, dashes and underscores. @example place */
  @ApiPropertyOptional({ maxLength: 64, default: 'response' })
  name?: string;
  /** What the value is, for the model. */
  description?: string;
  /** JSON Schema of the value; without it, any JSON object fits. */
  @ApiPropertyOptional(JSON_SCHEMA)
  schema?: Record<string, unknown>;
  /** A value that does not fit is an error, not an answer, if the model does not correct it. */
  strict?: boolean;
}
