import { monotonicNow } from '../../common/clock';
import { StreamSummary } from '../../common/http/stream-summary';
import type { WriteOutcome } from '../../common/http/response-writer';
import { GenerationTally } from '../../protocol/generation-tally';
import type { StartPart, StreamPart } from '../../protocol/stream-part';

/** Watches one generation for its summary. */
export class GenerationObserver {
  private readonly start = monotonicNow();
  private readonly tally = new GenerationTally();
  private timeToFirstOutput: number | undefined;

  constructor(private readonly onStart: (start: StartPart) => void) {}

  observe(batch: readonly StreamPart[]): void {
    if (this.timeToFirstOutput === undefined && batch.some(isOutput)) {
      this.timeToFirstOutput = monotonicNow() - this.start;
    }
    for (const part of batch) {
      if (part.type === 'start') this.onStart(part);
      else this.tally.add(part);
    }
  }

  summary(outcome: WriteOutcome): StreamSummary {
    return new StreamSummary(outcome.kind, this.tally.summary(), this.timeToFirstOutput);
  }
}

/** An answer begins with what the client sees of it, not with the news who answers. */
function isOutput({ type }: StreamPart): boolean {
  return type === 'text' || type === 'reasoning' || type === 'tool-input-start';
}
