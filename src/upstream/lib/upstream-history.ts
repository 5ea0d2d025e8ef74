import type { StreamPart } from '../../protocol/stream-part';

/** How the last generations of one upstream went. */
export class UpstreamHistory {
  /** Unix seconds. */
  lastSuccess: number | undefined;
  /** Unix seconds, and the error's code. */
  lastFailure: { readonly at: number; readonly code: string } | undefined;
  failuresInARow = 0;

  constructor(private readonly now: () => number) {}

  /**
   * Takes note of the end of a generation that reached the upstream; what the client got wrong is no
   * failure.
   */
  observe(part: StreamPart | undefined): void {
    if (part?.type === 'error' && part.error.code === 'upstream_circuit_open') return;
    if (part?.type === 'finish') {
      this.lastSuccess = this.seconds();
      this.failuresInARow = 0;
    } else if (part?.type === 'error' && part.error.kind !== 'invalid-request') {
      this.lastFailure = { at: this.seconds(), code: part.error.code ?? part.error.kind };
      this.failuresInARow += 1;
    }
  }

  private seconds(): number {
    return Math.floor(this.now() / 1000);
  }
}
