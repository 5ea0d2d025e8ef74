import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';

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

/** The parameters of a request that tell which functions the model may call. */
@ApiExtraModels(ToolDto, NamedToolChoiceDto)
export class ToolParametersDto {
  /** Functions that the model may call; tools of other types are ignored. */
  @ApiPropertyOptional({
    type: 'array',
    items: { $ref: getSchemaPath(ToolDto) },
    maxItems: 128,
  })
  @IsOptional()
  tools?: unknown;

  /** `none`, `auto`, `required`, or an object that names a function. */
  @ApiPropertyOptional({
    oneOf: [
      { type: 'string', enum: ['none', 'auto', 'required'] },
      { $ref: getSchemaPath(NamedToolChoiceDto) },
    ],
  })
  @IsOptional()
  tool_choice?: unknown;

  /** False ends the answer after its first call. */
  @IsOptional()
  @IsBoolean()
  parallel_tool_calls?: boolean;
}
