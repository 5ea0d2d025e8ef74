import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const EVENT_STREAM = { 'content-type': 'text/event-stream; charset=utf-8' };

/** The connection of one exchange: bytes, and the ways in which it ends. */
export class ExchangeConnection {
  /** Resolves when the connection of the response is closed, by whomever. */
  readonly closed: Promise<void>;

  constructor(
    private readonly response: ServerResponse,
    /** Port at the other end: exchanges with the same one share a connection. */
    readonly peerPort: number | undefined,
  ) {
    this.closed = new Promise((resolve) => response.once('close', resolve));
  }

  /** True when the answer was ended properly. */
  get isFinished(): boolean {
    return this.response.writableFinished;
  }

  get isClosed(): boolean {
    return this.response.closed;
  }

  /** Bytes that wait because the gateway does not read. */
  get backlog(): number {
    return this.response.writableLength;
  }

  open(status = 200, headers: Readonly<Record<string, string>> = EVENT_STREAM): void {
    this.response.writeHead(status, headers);
    this.response.flushHeaders();
  }

  /** Writes raw bytes; false when the gateway reads slower than we write. */
  write(bytes: string | Uint8Array): boolean {
    if (!this.response.headersSent) this.open();
    return this.response.write(bytes);
  }

  /** Waits until the gateway has read what was written. */
  drained(): Promise<void> {
    return new Promise((resolve) => this.response.once('drain', resolve));
  }

  end(): void {
    this.response.end();
  }

  /** Answers with a whole body. */
  answer(status: number, type: string, body: string | Uint8Array, headers = {}): void {
    this.response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  }

  /** Cuts the connection without a proper end. */
  reset(): void {
    this.response.socket?.resetAndDestroy();
  }

  /** Waits, but not longer than the connection lives. */
  async pause(milliseconds: number): Promise<void> {
    const ended = new AbortController();
    const waited = delay(milliseconds, undefined, { signal: ended.signal }).catch(() => undefined);
    await Promise.race([waited, this.closed]);
    ended.abort();
  }
}
