/**
 * Tells a source of data whether its sink can take more. The sink closes the gate when its buffer is
 * full and opens it when the buffer drained; the source asks right after each item.
 */
export class DemandGate {
  private closed = false;
  private readonly listeners = new Set<() => void>();

  get isClosed(): boolean {
    return this.closed;
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    if (!this.closed) return;
    this.closed = false;
    for (const listener of this.listeners) listener();
  }

  /** Calls `listener` whenever the gate opens again; gives the function that ends this. */
  onOpen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
