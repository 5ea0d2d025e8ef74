import { ApiProperty, ApiPropertyOptional, getSchemaPath, ApiExtraModels } from '@nestjs/swagger';
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
import { NamedToolChoiceDto, ToolDto } from '../../common/openai/tool.dto';
import { ChatMessageDto } from './chat-message.dto';

export class StreamOptionsDto {
  /** Sends one more chunk, with `usage` and no choices, before the end. */
  include_usage?: boolean;
}

export class ThinkingDto {
  @ApiProperty({ enum: ['enabled', 'disabled'] })
  type!: string;
}

/** OpenAI's request. Parameters that are not listed are accepted and ignored. */
@ApiExtraModels(ChatMessageDto, ToolDto, NamedToolChoiceDto)
export class ChatCompletionRequestDto {
  /** Name of a model of `GET /v1/models`; the primary model when absent. @example GLM-4.5 */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  model?: string;

  @ApiProperty({
    type: 'array',
    items: { $ref: getSchemaPath(ChatMessageDto) },
    example: [{ role: 'user', content: 'Hello!' }],
  })
  @IsArray()
  messages!: unknown[];

  /** Answer as a stream of chunks instead of one document. */
  @IsOptional()
  @IsBoolean()
  stream?: boolean;

  @IsOptional()
  @IsObject()
  stream_options?: StreamOptionsDto;

  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(2)
  temperature?: number;

  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  top_p?: number;

  /** Largest number of tokens of the answer. */
  @IsOptional()
  @IsInt()
  @Min(1)
  max_tokens?: number;

  /** The same as `max_tokens`, which it replaces. */
  @IsOptional()
  @IsInt()
  @Min(1)
  max_completion_tokens?: number;

  /** The answer ends before the first of these texts. */
  @ApiPropertyOptional({
    oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, maxItems: 16 }],
  })
  @IsOptional()
  stop?: unknown;

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

  /** Only 1: the gateway gives one answer per request. */
  @IsOptional()
  @IsInt()
  n?: number;
}
