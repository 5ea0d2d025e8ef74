import {
  ApiExtraModels,
  ApiPropertyOptional,
  ApiSchema,
  type ApiSchemaOptions,
  getSchemaPath,
} from '@nestjs/swagger';
import {
  IsArray,
  IsBoolean,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import {
  JsonObjectFormatDto,
  TextFormatDto,
} from '../../common/openai-dialect/response-format.dto';
import { InputItemDto } from './input-item.dto';
import {
  AllowedToolsDto,
  FlatFunctionChoiceDto,
  FlatJsonSchemaFormatDto,
  FlatToolDto,
} from './tool.dto';

export class ReasoningOptionsDto {
  /** `none` and `minimal` switch thinking off, every other effort on. @example medium */
  effort?: string;
  /** Accepted; reasoning is always shown in full, where summaries stand. */
  summary?: string;
}

export class TextOptionsDto {
  /** The form of the answer's text, as `response_format` of chat completions. */
  @ApiPropertyOptional({
    oneOf: [
      { $ref: getSchemaPath(TextFormatDto) },
      { $ref: getSchemaPath(JsonObjectFormatDto) },
      { $ref: getSchemaPath(FlatJsonSchemaFormatDto) },
    ],
  })
  format?: unknown;
}

const SCHEMA: ApiSchemaOptions & { readonly additionalProperties: true } = {
  description:
    "OpenAI's request. A parameter that is not listed is refused if the answer would mean something else without it; else it has no effect, and `x-ignored-parameters` names it. `null` counts as absent.",
  additionalProperties: true,
};

@ApiSchema(SCHEMA)
@ApiExtraModels(
  InputItemDto,
  TextFormatDto,
  JsonObjectFormatDto,
  FlatJsonSchemaFormatDto,
  FlatToolDto,
  FlatFunctionChoiceDto,
  AllowedToolsDto,
)
export class CreateResponseDto {
  /** Name of a model of `GET /v1/models`; the primary model when absent. @example GLM-4.5 */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(256)
  model?: string;

  /** What the user says, or the items of the conversation. */
  @ApiPropertyOptional({
    oneOf: [{ type: 'string' }, { type: 'array', items: { $ref: getSchemaPath(InputItemDto) } }],
    example: 'Hello!',
  })
  @IsOptional()
  input?: unknown;

  /** A system message before everything else; not inherited from an earlier response. */
  @IsOptional()
  @IsString()
  instructions?: string;

  /** A response of this key that is kept: its whole conversation comes before `input`. */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  previous_response_id?: string;

  /** Keep the response for `previous_response_id` and for reading it again. */
  @ApiPropertyOptional({ default: true })
  @IsOptional()
  @IsBoolean()
  store?: boolean;

  /** Answer as a stream of events instead of one document. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  stream?: boolean;

  /** `reasoning.encrypted_content` gives reasoning items that a client can keep; others are ignored. */
  @ApiPropertyOptional({ type: 'array', items: { type: 'string' } })
  @IsOptional()
  @IsArray()
  include?: unknown[];

  /** Functions that the model may call; tools of other types are ignored. */
  @ApiPropertyOptional({
    type: 'array',
    items: { $ref: getSchemaPath(FlatToolDto) },
    maxItems: 128,
  })
  @IsOptional()
  tools?: unknown;

  /** `none`, `auto`, `required`, a function, or some of the functions. */
  @ApiPropertyOptional({
    oneOf: [
      { type: 'string', enum: ['none', 'auto', 'required'] },
      { $ref: getSchemaPath(FlatFunctionChoiceDto) },
      { $ref: getSchemaPath(AllowedToolsDto) },
    ],
  })
  @IsOptional()
  tool_choice?: unknown;

  /** False ends the answer after its first call. */
  @IsOptional()
  @IsBoolean()
  parallel_tool_calls?: boolean;

  /** How the text is to be. */
  @IsOptional()
  @IsObject()
  text?: TextOptionsDto;

  /** How hard to think. */
  @IsOptional()
  @IsObject()
  reasoning?: ReasoningOptionsDto;

  /** Largest number of tokens of the answer, its reasoning included. @example 1024 */
  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @IsInt()
  @Min(1)
  max_output_tokens?: number;

  /** Randomness of the answer; the upstream's own when absent. @example 0.7 */
  @ApiPropertyOptional()
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(2)
  temperature?: number;

  /** Share of the likeliest tokens to choose from. @example 0.95 */
  @ApiPropertyOptional()
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  top_p?: number;

  /** Given back with the response. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown>;
}
