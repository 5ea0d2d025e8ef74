import type { GatewayError, GatewayErrorKind } from '../../protocol/gateway-error';
import type { FinishReason, TokenUsage } from '../../protocol/stream-part';
import type { OutputItem } from '../dto/output-item.dto';
import type { ResponseErrorDto, ResponseState, ResponseUsageDto } from '../dto/response.dto';

/** Before the model says anything. */
export const IN_PROGRESS: ResponseState = {
  status: 'in_progress',
  completed_at: null,
  error: null,
  incomplete_details: null,
  output: [],
};

/** How a generation ended. */
export interface Ending {
  readonly reason: FinishReason;
  readonly usage: TokenUsage;
  /** Unix seconds. */
  readonly time: number;
}

/** The state of a response whose generation ended by itself. */
export function toEndState(output: OutputItem[], { reason, usage, time }: Ending): ResponseState {
  const cause =
    reason === 'length'
      ? 'max_output_tokens'
      : reason === 'content-filter'
        ? 'content_filter'
        : undefined;
  return {
    status: cause === undefined ? 'completed' : 'incomplete',
    completed_at: cause === undefined ? time : null,
    error: null,
    incomplete_details: cause === undefined ? null : { reason: cause },
    output,
    usage: toResponseUsage(usage),
  };
}

/** The state of a response that failed after it had begun; with the items that were complete. */
export function toFailedState(output: OutputItem[], error: GatewayError): ResponseState {
  return {
    status: 'failed',
    completed_at: null,
    error: toResponseError(error),
    incomplete_details: null,
    output,
  };
}

/** OpenAI's usage object; its details are required, so they are 0 when the upstream gave none. */
export function toResponseUsage(usage: TokenUsage): ResponseUsageDto {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: { cached_tokens: usage.cachedInputTokens ?? 0, cache_write_tokens: 0 },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
    total_tokens: usage.totalTokens,
    ...(usage.estimated ? { estimated: true } : {}),
  };
}

const CODES: Partial<Record<GatewayErrorKind, ResponseErrorDto['code']>> = {
  'rate-limited': 'rate_limit_exceeded',
  'invalid-request': 'invalid_prompt',
};

/** OpenAI knows few codes here: the gateway's own one goes along in the message. */
function toResponseError({ kind, message, code }: GatewayError): ResponseErrorDto {
  return {
    code: CODES[kind] ?? 'server_error',
    message: code === undefined ? message : `${message} (${code})`,
  };
}
