import type { GatewayError } from '../../protocol/gateway-error';
import { toAnthropicError, toAnthropicStatus } from './to-anthropic-error';
import { toOpenAiError, toOpenAiStatus } from './to-openai-error';

/** How a dialect tells of a failure. */
export interface ErrorDialect {
  readonly status: (error: GatewayError) => number;
  readonly body: (error: GatewayError, requestId: string) => unknown;
  /** The dialect's own header for the id of the request. */
  readonly requestIdHeader?: string;
}

const OPENAI: ErrorDialect = { status: toOpenAiStatus, body: toOpenAiError };

const ANTHROPIC: ErrorDialect = {
  status: toAnthropicStatus,
  body: toAnthropicError,
  requestIdHeader: 'request-id',
};

/** Everything that clients of Anthropic look for below its Messages API; the router ignores case. */
const MESSAGES_PATH = /^\/v1\/messages(\/|$)/i;

/** The dialect that the clients of a path speak. */
export function errorDialectOf(path: string): ErrorDialect {
  return MESSAGES_PATH.test(path) ? ANTHROPIC : OPENAI;
}
