import { ApiProperty, ApiSchema } from '@nestjs/swagger';

export class PromptTokensDetailsDto {
  /** Prompt tokens that the upstream had cached. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  cached_tokens!: number;
}

export class CompletionTokensDetailsDto {
  /** Completion tokens that the reasoning took. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  reasoning_tokens!: number;
}

@ApiSchema({ description: 'Token counts of one request.' })
export class UsageDto {
  @ApiProperty({ type: 'integer', minimum: 0, example: 12 })
  prompt_tokens!: number;
  @ApiProperty({ type: 'integer', minimum: 0, example: 9 })
  completion_tokens!: number;
  @ApiProperty({ type: 'integer', minimum: 0, example: 21 })
  total_tokens!: number;
  prompt_tokens_details?: PromptTokensDetailsDto;
  completion_tokens_details?: CompletionTokensDetailsDto;
  /** Present and true when the upstream reported no usage and the gateway estimated it. */
  estimated?: boolean;
}
