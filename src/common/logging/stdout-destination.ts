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

/** Milliseconds that a line waits for others: a system call per line costs more than the line. */
const GATHER_TIME = 20;

/**
 * Writes log lines to the standard output, those of a moment at once. Node writes to a pipe as far as
 * it takes them, so nothing is lost at exit while somebody reads and `flush` is called. When nobody
 * reads, lines are dropped beyond a bound, and counted: a log that is stuck or broken stops neither
 * the service nor its exit (docs/decisions/0019-tell-then-measure.md).
 */
export class StdoutDestination implements DestinationStream {
  private gathered = '';
  private timer: NodeJS.Timeout | undefined;
  private dropped = 0;

  constructor(private readonly output: Output) {
    // A reader that is gone (EPIPE) ends the log, not the service.
    output.on('error', () => undefined);
  }

  write(line: string): void {
    const { output } = this;
    if (output.destroyed) return;
    if (output.writableLength + this.gathered.length > MAX_WAITING) {
      this.dropped += 1;
      return;
    }
    if (this.dropped > 0) this.reportDropped();
    this.gathered += line;
    this.timer ??= setTimeout(this.flush, GATHER_TIME).unref();
  }

  /** Writes what was gathered; to be called before the process ends. */
  readonly flush = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { gathered } = this;
    this.gathered = '';
    if (gathered.length > 0 && !this.output.destroyed) this.output.write(gathered);
  };

  private reportDropped(): void {
    const line = { level: 'warn', event: 'log_lines_dropped', count: this.dropped };
    this.dropped = 0;
    this.gathered += `${JSON.stringify(line)}\n`;
  }
}
