import type { DestinationStream } from 'pino';

/** What of `process.stdout` is used. */
export interface Output {
  readonly writableLength: number;
  readonly destroyed: boolean;
  write(text: string): boolean;
  on(event: 'error', listener: () => void): unknown;
}

/** UTF-16 units, about, that may wait for a reader of the log that is slow. */
const MAX_WAITING = 1024 * 1024;

/**
 * Writes log lines to the standard output. Node writes to a pipe at once as far as it takes them, so
 * nothing is lost at exit while somebody reads. When nobody does, lines are dropped beyond a bound,
 * and counted: a log that is stuck or broken stops neither the service nor its exit
 * (docs/decisions/0019-tell-then-measure.md).
 */
export class StdoutDestination implements DestinationStream {
  private dropped = 0;

  constructor(private readonly output: Output) {
    // A reader that is gone (EPIPE) ends the log, not the service.
    output.on('error', () => undefined);
  }

  write(line: string): void {
    const { output } = this;
    if (output.destroyed) return;
    if (output.writableLength > MAX_WAITING) {
      this.dropped += 1;
      return;
    }
    if (this.dropped > 0) this.reportDropped();
    output.write(line);
  }

  private reportDropped(): void {
    const line = { level: 'warn', event: 'log_lines_dropped', count: this.dropped };
    this.dropped = 0;
    this.output.write(`${JSON.stringify(line)}\n`);
  }
}
