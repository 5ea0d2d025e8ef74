import {
  ApiExtraModels,
  ApiProperty,
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
  JsonSchemaFormatDto,
  TextFormatDto,
} from '../../common/openai-dialect/response-format.dto';
import { ToolParametersDto } from '../../common/openai-dialect/tool.dto';
import { ChatMessageDto } from './chat-message.dto';

export class StreamOptionsDto {
  /** Sends one more chunk, with `usage` and no choices, before the end. */
  include_usage?: boolean;
}

export class ThinkingDto {
  /** `adaptive` and `auto` leave the decision to the model. */
  @ApiProperty({ enum: ['enabled', 'disabled', 'adaptive', 'auto'] })
  type!: string;
  /** `false` keeps the reasoning of earlier turns in the model's context, where the upstream can. */
  clear_thinking?: boolean;
}

export class ChatTemplateVariablesDto {
  /** Switches thinking on or off. */
  enable_thinking?: boolean;
  /** `false` keeps the reasoning of earlier turns in the model's context, where the upstream can. */
  clear_thinking?: boolean;
}

const SCHEMA: ApiSchemaOptions & { readonly additionalProperties: true } = {
  description:
    "OpenAI's request. A parameter that is not listed is refused if the answer would have another shape without it; else it has no effect, and `x-ignored-parameters` names it. `null` counts as absent.",
  additionalProperties: true,
};

const JSON_SCHEMA_EXAMPLE = {
  type: 'json_schema',
  json_schema: {
    name: 'place',
    strict: true,
    schema: {
      type: 'object',
      properties: { city: { type: 'string' }, inhabitants: { type: 'integer' } },
      required: ['city', 'inhabitants'],
      additionalProperties: false,
    },
  },
};

@ApiSchema(SCHEMA)
@ApiExtraModels(ChatMessageDto, TextFormatDto, JsonObjectFormatDto, JsonSchemaFormatDto)
export class ChatCompletionRequestDto extends ToolParametersDto {
  /** Name of a model of `GET /v1/models`; the primary model when absent. @example GLM-4.5 */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(256)
  model?: string;

  /** The conversation so far. */
  @ApiProperty({
    type: 'array',
    minItems: 1,
    items: { $ref: getSchemaPath(ChatMessageDto) },
    example: [{ role: 'user', content: 'Hello!' }],
  })
  @IsArray()
  messages!: unknown[];

  /** Answer as a stream of chunks instead of one document. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  stream?: boolean;

  /** Options of a stream. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsObject()
  stream_options?: StreamOptionsDto;

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

  /** Largest number of tokens of the answer. @example 1024 */
  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @IsInt()
  @Min(1)
  max_tokens?: number;

  /** The same as `max_tokens`, over which it has precedence. */
  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @IsInt()
  @Min(1)
  max_completion_tokens?: number;

  /** The answer ends before the first of these texts. */
  @ApiPropertyOptional({
    oneOf: [
      { type: 'string', minLength: 1, maxLength: 256 },
      {
        type: 'array',
        maxItems: 16,
        items: { type: 'string', minLength: 1, maxLength: 256 },
      },
    ],
    example: ['END'],
  })
  @IsOptional()
  stop?: unknown;

  /**
   * The form of the answer's text. Where the upstream cannot enforce it, the model is told, its answer
   * is freed from everything but the JSON, checked, and asked for once more if it is none.
   */
  @ApiPropertyOptional({
    oneOf: [
      { $ref: getSchemaPath(TextFormatDto) },
      { $ref: getSchemaPath(JsonObjectFormatDto) },
      { $ref: getSchemaPath(JsonSchemaFormatDto) },
    ],
    examples: [{ type: 'json_object' }, JSON_SCHEMA_EXAMPLE],
  })
  @IsOptional()
  response_format?: unknown;

  /** Switches thinking on or off. */
  @IsOptional()
  @IsObject()
  thinking?: ThinkingDto;

  /** `none` and `minimal` switch thinking off, every other effort on. @example medium */
  @IsOptional()
  @IsString()
  reasoning_effort?: string;

  /** Switches thinking on or off. */
  @IsOptional()
  @IsBoolean()
  enable_thinking?: boolean;

  /** The form in which vLLM and SGLang take the switches for thinking. */
  @IsOptional()
  @IsObject()
  chat_template_kwargs?: ChatTemplateVariablesDto;

  /** Only 1: the gateway gives one answer per request. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1 })
  @IsOptional()
  @IsInt()
  n?: number;
}
