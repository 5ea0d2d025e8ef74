import type { GenerationSummary } from '../../protocol/generation-tally';
import type { WriteOutcome } from './response-writer';

/**
 * The one value that a handler of generations emits, when its response is over: guards, filters and
 * interceptors see the whole life of a stream.
 */
export class StreamSummary {
  constructor(
    readonly outcome: WriteOutcome['kind'],
    readonly generation: GenerationSummary,
    /** Milliseconds from the start of the generation to its first output. */
    readonly timeToFirstOutput: number | undefined,
  ) {}
}
