import { ApiExtraModels, ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import {
  FunctionCallItemDto,
  type OutputItem,
  OutputMessageDto,
  ReasoningItemDto,
} from './output-item.dto';

const RESPONSE_STATUSES = ['in_progress', 'completed', 'incomplete', 'failed'] as const;
export type ResponseStatus = (typeof RESPONSE_STATUSES)[number];

export class InputTokensDetailsDto {
  /** Input tokens that the upstream had cached; 0 as well when it does not tell. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  cached_tokens!: number;
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 0 })
  cache_write_tokens!: number;
}

export class OutputTokensDetailsDto {
  /** Output tokens that the reasoning took; 0 as well when the upstream does not tell. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  reasoning_tokens!: number;
}

@ApiSchema({ description: 'Token counts of one response.' })
export class ResponseUsageDto {
  @ApiProperty({ type: 'integer', minimum: 0 })
  input_tokens!: number;
  input_tokens_details!: InputTokensDetailsDto;
  @ApiProperty({ type: 'integer', minimum: 0 })
  output_tokens!: number;
  output_tokens_details!: OutputTokensDetailsDto;
  @ApiProperty({ type: 'integer', minimum: 0 })
  total_tokens!: number;
  /** Present and true when the upstream reported no usage and the gateway estimated it. */
  estimated?: boolean;
}

@ApiSchema({ description: 'Why a response failed after it had begun.' })
export class ResponseErrorDto {
  @ApiProperty({ enum: ['server_error', 'rate_limit_exceeded', 'invalid_prompt'] })
  code!: 'server_error' | 'rate_limit_exceeded' | 'invalid_prompt';
  /** Ends with the code of the gateway in parentheses. */
  message!: string;
}

@ApiSchema({ description: 'Why a response is not complete.' })
export class IncompleteDetailsDto {
  @ApiProperty({ enum: ['max_output_tokens', 'content_filter'] })
  reason!: 'max_output_tokens' | 'content_filter';
}

const ANY_OBJECT = { type: 'object', additionalProperties: true } as const;

@ApiSchema({
  description: 'A response. What the request asked for is repeated as it was understood.',
})
@ApiExtraModels(OutputMessageDto, ReasoningItemDto, FunctionCallItemDto)
export class ResponseDto {
  /** @example resp_5f1d7a84d2a14a0ab2c3d4e5f6071829 */
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['response'] })
  object!: 'response';
  /** Unix seconds. @example 1756870000 */
  @ApiProperty({ type: 'integer' })
  created_at!: number;
  @ApiProperty({ enum: RESPONSE_STATUSES })
  status!: ResponseStatus;
  /** Unix seconds; null as long as the response is not complete. */
  @ApiProperty({ type: 'integer', nullable: true })
  completed_at!: number | null;
  @ApiProperty({ nullable: true, type: ResponseErrorDto })
  error!: ResponseErrorDto | null;
  @ApiProperty({ nullable: true, type: IncompleteDetailsDto })
  incomplete_details!: IncompleteDetailsDto | null;
  /** The model as the request named it. @example GLM-4.5 */
  @ApiProperty()
  model!: string;
  @ApiProperty({
    type: 'array',
    items: {
      oneOf: [
        { $ref: getSchemaPath(OutputMessageDto) },
        { $ref: getSchemaPath(ReasoningItemDto) },
        { $ref: getSchemaPath(FunctionCallItemDto) },
      ],
    },
  })
  output!: OutputItem[];
  /** Absent until the response is complete. */
  usage?: ResponseUsageDto;
  @ApiProperty({ type: 'string', nullable: true })
  previous_response_id!: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  instructions!: string | null;
  /** Whether the response is kept. */
  store!: boolean;
  @ApiProperty(ANY_OBJECT)
  metadata!: object;
  @ApiProperty({ type: 'array', items: ANY_OBJECT })
  tools!: object[];
  @ApiProperty({ oneOf: [{ type: 'string' }, ANY_OBJECT] })
  tool_choice!: unknown;
  parallel_tool_calls!: boolean;
  @ApiProperty(ANY_OBJECT)
  reasoning!: object;
  @ApiProperty(ANY_OBJECT)
  text!: object;
  @ApiProperty({ type: 'integer', nullable: true })
  max_output_tokens!: number | null;
  @ApiProperty({ type: 'number', nullable: true })
  temperature!: number | null;
  @ApiProperty({ type: 'number', nullable: true })
  top_p!: number | null;
  /** Always `disabled`: a conversation that is too long is an error. */
  truncation!: string;
  /** Always false. */
  background!: boolean;
}

/** The part of a response that is known before the model says anything. */
export type ResponseEnvelope = Omit<ResponseDto, keyof ResponseState>;

/** The part of a response that changes while the model answers. */
export type ResponseState = Pick<
  ResponseDto,
  'status' | 'completed_at' | 'error' | 'incomplete_details' | 'output' | 'usage'
>;
