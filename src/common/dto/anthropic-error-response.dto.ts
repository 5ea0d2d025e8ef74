import { ApiProperty, ApiSchema } from '@nestjs/swagger';

const ERROR_TYPES = [
  'invalid_request_error',
  'authentication_error',
  'not_found_error',
  'request_too_large',
  'rate_limit_error',
  'api_error',
  'overloaded_error',
  'timeout_error',
] as const;

export type AnthropicErrorType = (typeof ERROR_TYPES)[number];

export class AnthropicErrorDetailsDto {
  /** Machine-readable reason, the same as the code of OpenAI's shape. @example model_not_found */
  error_code!: string;
  /** What the request asks for in vain; only for `thread_unsupported_request`. */
  @ApiProperty({ required: false, type: [String] })
  unsupported?: string[];
}

@ApiSchema({ name: 'AnthropicErrorObject', description: "Anthropic's error object." })
export class AnthropicErrorDto {
  @ApiProperty({ enum: ERROR_TYPES })
  type!: AnthropicErrorType;
  /** What went wrong, for humans; begins with the field at fault. @example "max_tokens: Field required" */
  message!: string;
  /** Null where there is no more to say. */
  @ApiProperty({ nullable: true, type: () => AnthropicErrorDetailsDto })
  details!: AnthropicErrorDetailsDto | null;
}

@ApiSchema({ description: 'The body of every error of the Messages API.' })
export class AnthropicErrorResponseDto {
  @ApiProperty({ enum: ['error'] })
  type!: 'error';
  error!: AnthropicErrorDto;
  /** Names the request in logs. @example c1f0a6a2-6f0e-4d53-9d1c-3f6f6c1f9b3e */
  request_id!: string;
}
