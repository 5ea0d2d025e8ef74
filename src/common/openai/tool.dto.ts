import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class FunctionDefinitionDto {
  /** @example get_weather */
  name!: string;
  /** What the function does, for the model. */
  description?: string;
  /** JSON Schema of the arguments. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  parameters?: Record<string, unknown>;
  /** Arguments that do not fit the schema are asked for again, and never passed on. */
  strict?: boolean;
}

/** A function that the model may call. */
export class ToolDto {
  @ApiProperty({ enum: ['function'] })
  type!: string;
  function!: FunctionDefinitionDto;
}

export class FunctionNameDto {
  /** @example get_weather */
  name!: string;
}

/** Demands a call of one function. */
export class NamedToolChoiceDto {
  @ApiProperty({ enum: ['function'] })
  type!: 'function';
  function!: FunctionNameDto;
}
