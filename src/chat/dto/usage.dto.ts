export class PromptTokensDetailsDto {
  cached_tokens!: number;
}

export class CompletionTokensDetailsDto {
  reasoning_tokens!: number;
}

/** Token counts of one request. */
export class UsageDto {
  prompt_tokens!: number;
  completion_tokens!: number;
  total_tokens!: number;
  prompt_tokens_details?: PromptTokensDetailsDto;
  completion_tokens_details?: CompletionTokensDetailsDto;
  /** Present and true when the upstream reported no usage and the gateway estimated it. */
  estimated?: boolean;
}
