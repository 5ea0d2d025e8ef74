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
  type ValidationOptions,
} from 'class-validator';
import { ContentBlockParamDto, MessageParamDto } from './content-block.dto';

/** The rule of a parameter that Anthropic requires, in its words where it is missing. */
function saying(rule: string): ValidationOptions {
  return { message: ({ value }) => (value === undefined ? 'Field required' : rule) };
}

const OPEN = { type: 'object', additionalProperties: true } as const;

export class ThinkingConfigDto {
  /** `adaptive` leaves the decision to the model. */
  @ApiProperty({ enum: ['enabled', 'disabled', 'adaptive'] })
  type!: string;
  /** Has no effect: GLM knows no budget. */
  @ApiPropertyOptional({ type: 'integer' })
  budget_tokens?: number;
  /** `omitted` leaves the text of thinking blocks empty; their signatures carry it. */
  @ApiPropertyOptional({ enum: ['summarized', 'omitted'] })
  display?: string | null;
}

export class JsonOutputFormatDto {
  @ApiProperty({ enum: ['json_schema'] })
  type!: 'json_schema';
  /** JSON Schema of the answer. */
  @ApiProperty(OPEN)
  schema!: Record<string, unknown>;
}

export class OutputConfigDto {
  /** How hard to think, for models that know degrees. @example high */
  effort?: string | null;
  /** The form of the answer's text. */
  @ApiPropertyOptional({ nullable: true, type: () => JsonOutputFormatDto })
  format?: JsonOutputFormatDto | null;
}

export class ContextManagementDto {
  /** `clear_thinking_…` with `keep: "all"` keeps the reasoning of earlier turns, where the upstream can; no other edit has an effect. */
  @ApiPropertyOptional({ type: 'array', items: OPEN })
  edits?: unknown;
}

/** A tool that the client runs. */
export class MessageToolDto {
  @ApiPropertyOptional({ enum: ['custom'], nullable: true })
  type?: 'custom' | null;
  /** @example get_weather */
  name!: string;
  /** What the tool does, for the model. */
  description?: string;
  /** JSON Schema of the input. */
  @ApiProperty(OPEN)
  input_schema!: Record<string, unknown>;
  /** Input that does not fit the schema is asked for again, and never passed on. */
  strict?: boolean;
}

export class MessageToolChoiceDto {
  @ApiProperty({ enum: ['auto', 'any', 'tool', 'none'] })
  type!: string;
  /** The tool to use, for `tool`. */
  name?: string;
  /** Ends the answer after its first call. */
  disable_parallel_tool_use?: boolean;
}

/** What both requests of the Messages API have. */
@ApiExtraModels(ContentBlockParamDto, MessageParamDto, MessageToolDto)
export class MessageParametersDto {
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
    items: { $ref: getSchemaPath(MessageParamDto) },
    example: [{ role: 'user', content: 'Hello!' }],
  })
  @IsArray(saying('messages must be an array'))
  messages!: unknown[];

  /** Instructions before the conversation. */
  @ApiPropertyOptional({
    oneOf: [
      { type: 'string' },
      { type: 'array', items: { $ref: getSchemaPath(ContentBlockParamDto) } },
    ],
    example: 'Answer in one sentence.',
  })
  @IsOptional()
  system?: unknown;

  /** Randomness of the answer; the upstream's own when absent. @example 0.7 */
  @ApiPropertyOptional()
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  temperature?: number;

  /** Share of the likeliest tokens to choose from. @example 0.95 */
  @ApiPropertyOptional()
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  top_p?: number;

  /** Number of the likeliest tokens to choose from, for upstreams that know it. @example 40 */
  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @IsInt()
  @Min(0)
  top_k?: number;

  /** The answer ends before the first of these texts. */
  @ApiPropertyOptional({
    type: 'array',
    maxItems: 16,
    items: { type: 'string', minLength: 1, maxLength: 256 },
    example: ['END'],
  })
  @IsOptional()
  stop_sequences?: unknown;

  /** Switches thinking; without it there is none, unless the model thinks by default. */
  @IsOptional()
  @IsObject()
  thinking?: ThinkingConfigDto;

  /** Tools that the model may use; those that Anthropic's servers bring along are ignored. */
  @ApiPropertyOptional({ type: 'array', items: { $ref: getSchemaPath(MessageToolDto) } })
  @IsOptional()
  tools?: unknown;

  /** Whether tools may or must be used. */
  @ApiPropertyOptional({ type: MessageToolChoiceDto })
  @IsOptional()
  tool_choice?: unknown;

  /** Effort, and the form of the answer. */
  @IsOptional()
  @IsObject()
  output_config?: OutputConfigDto;

  /** The form of the answer, at the place where the beta had it. */
  @ApiPropertyOptional({ type: JsonOutputFormatDto })
  @IsOptional()
  output_format?: unknown;

  /** What becomes of earlier turns. */
  @IsOptional()
  @IsObject()
  context_management?: ContextManagementDto;
}

const SCHEMA: ApiSchemaOptions & { readonly additionalProperties: true } = {
  description:
    "Anthropic's request. A parameter that is not listed has no effect, and `x-ignored-parameters` names it; `thread` and `compaction` are refused. `null` counts as absent.",
  additionalProperties: true,
};

@ApiSchema(SCHEMA)
export class MessageRequestDto extends MessageParametersDto {
  /** Largest number of tokens of the answer. @example 1024 */
  @ApiProperty({ type: 'integer' })
  @IsInt(saying('max_tokens must be an integer number'))
  @Min(1)
  max_tokens!: number;

  /** Answer as a stream of events instead of one document. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  stream?: boolean;
}

@ApiSchema({ ...SCHEMA, description: 'A request whose tokens are to be counted.' })
export class CountTokensRequestDto extends MessageParametersDto {}
