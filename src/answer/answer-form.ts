import type { Generation } from '../protocol/fold-generation';
import type { GatewayError } from '../protocol/gateway-error';
import type { StreamPart } from '../protocol/stream-part';
import type { Transform } from '../protocol/transform';

/** How a dialect words one answer. Made for one request: it may keep state. */
export interface AnswerForm {
  /**
   * From the parts of the generation to encoded SSE frames; asked for once, and only for a stream. It
   * throws the `GatewayError` of an error part, and gives no frame for a `start`: what comes next may
   * be an error, which still has its status then.
   */
  frames(): Transform<StreamPart, string>;
  /** The frame that tells of a failure after the first one. */
  errorFrame(error: GatewayError): string;
  /** The answer as one JSON document. */
  document(generation: Generation): unknown;
  /** What a silent stream sends; a comment where the dialect has nothing of its own. */
  keepAliveFrame?(): string;
}
