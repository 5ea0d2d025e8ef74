import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** The form of an answer without any demand: the same as no `response_format`. */
export class TextFormatDto {
  @ApiProperty({ enum: ['text'] })
  type!: 'text';
}

/** The answer is one JSON object. */
export class JsonObjectFormatDto {
  @ApiProperty({ enum: ['json_object'] })
  type!: 'json_object';
}

export class JsonSchemaDto {
  /** Letters, digits, dashes and underscores. @example place */
  @ApiPropertyOptional({ maxLength: 64, default: 'response' })
  name?: string;
  /** What the value is, for the model. */
  description?: string;
  /** JSON Schema of the value; without it, any JSON object fits. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  schema?: Record<string, unknown>;
  /** A value that does not fit is an error, not an answer, if the model does not correct it. */
  strict?: boolean;
}

/** The answer is one JSON value that fits a schema. */
export class JsonSchemaFormatDto {
  @ApiProperty({ enum: ['json_schema'] })
  type!: 'json_schema';
  json_schema!: JsonSchemaDto;
}
