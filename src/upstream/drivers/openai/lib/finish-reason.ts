import { GatewayError } from '../../../../protocol/gateway-error';
import type { FinishReason } from '../../../../protocol/stream-part';

/** How an answer ended: for a reason, or in a failure. */
export interface Ending {
  readonly reason: FinishReason;
  readonly error?: GatewayError;
}

const REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
  // Z.ai's own word.
  ['sensitive', 'content-filter'],
]);

/** The only trace that a failure inside Z.ai's or vLLM's stream leaves. */
const FAILURES: ReadonlySet<string> = new Set(['network_error', 'abort', 'error']);

/** Reads the `finish_reason` of an upstream; a word that we do not know ends the answer well. */
export function toEnding(finishReason: string, hasOutput: boolean): Ending {
  if (FAILURES.has(finishReason)) {
    const message = 'The upstream broke the answer off; try again.';
    return {
      reason: 'stop',
      error: new GatewayError('upstream-failed', message, { code: 'upstream_error' }),
    };
  }
  if (finishReason !== 'model_context_window_exceeded') {
    return { reason: REASONS.get(finishReason) ?? 'stop' };
  }
  return hasOutput ? { reason: 'length' } : { reason: 'length', error: tooLong() };
}

function tooLong(): GatewayError {
  return new GatewayError(
    'invalid-request',
    "The request is longer than the model's context. Shorten the messages or lower the output limit.",
    { code: 'context_length_exceeded', param: 'messages', retryable: false },
  );
}
