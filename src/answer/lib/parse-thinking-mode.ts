import { invalidRequest } from '../../protocol/gateway-error';
import type { ThinkingMode } from '../../protocol/generation-request';

/** Lets a request choose where the reasoning goes, in every dialect. */
export const THINKING_HEADER = 'x-thinking-processing';

/** The value of a header, as Node gives it. */
export type HeaderValue = string | readonly string[] | undefined;

/** Reads the value of the header. Throws a `GatewayError` for one that means nothing. */
export function parseThinkingMode(header: HeaderValue): ThinkingMode | undefined {
  if (header === undefined) return undefined;
  const mode = String(header).trim().toLowerCase();
  if (mode === 'think' || mode === 'strip' || mode === 'raw') return mode;
  throw invalidRequest(
    `The header ${THINKING_HEADER} must be think, strip or raw.`,
    THINKING_HEADER,
  );
}
