import { GatewayError } from './gateway-error';
import type { ToolCall } from './generation-request';

/** An answer that breaks what the client demanded; it can be asked for again. */
export interface Rejection {
  readonly type: 'rejection';
  /** Which demand: of calls, or of the format of the output. */
  readonly demand: 'calls' | 'format';
  /** What is wrong, in words for the model. */
  readonly problem: string;
  /** What the model said and called, so that it can see it. */
  readonly said: string;
  readonly calls: readonly ToolCall[];
  /** Calls that were sent already: a second answer goes on after them. */
  readonly sentCalls: number;
  readonly hasSentText: boolean;
}

/** The error that a rejection becomes when nothing more is asked. */
export function toRejectionError({ demand, problem }: Rejection): GatewayError {
  const { failure, code } = FAILURES[demand];
  return new GatewayError('upstream-failed', `${failure}: ${problem}`, { code, retryable: false });
}

const FAILURES = {
  calls: {
    failure: 'The model did not call tools as the request demands',
    code: 'tool_call_failed',
  },
  format: {
    failure: 'The model did not answer in the format that the request demands',
    code: 'structured_output_failed',
  },
} as const;
