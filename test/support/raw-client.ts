import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { TEST_KEY } from './gateway-process';

/** A client that speaks bytes: for requests that no HTTP library would send, or not so slowly. */
export class RawClient {
  /** Resolves when the connection is gone, by whomever. */
  readonly closed: Promise<void>;
  private readonly chunks: Buffer[] = [];
  private length = 0;

  private constructor(private readonly socket: Socket) {
    this.closed = new Promise((resolve) =>
      socket.once('close', () => {
        resolve();
      }),
    );
    // A reset is one of the ways in which a connection ends: `closed` tells.
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      this.chunks.push(chunk);
      this.length += chunk.length;
    });
  }

  static async connect(origin: string): Promise<RawClient> {
    const { hostname, port } = new URL(origin);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  get isClosed(): boolean {
    return this.socket.closed;
  }

  /** Bytes received so far. */
  get receivedLength(): number {
    return this.length;
  }

  /** What was received so far. */
  get received(): Buffer {
    return Buffer.concat(this.chunks);
  }

  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Stops taking bytes: the window of the connection closes once the buffers are full. */
  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** Resolves when what was received contains `text`; fails when the connection ends before. */
  async receive(text: string): Promise<string> {
    while (!this.received.includes(text)) await this.receiveMore();
    return this.received.toString();
  }

  /** Waits for more bytes; fails when there will be none. */
  async receiveMore(): Promise<void> {
    const { length } = this;
    if (!this.isClosed) await Promise.race([once(this.socket, 'data'), this.closed]);
    if (this.length === length) throw new Error('The connection has ended.');
  }
}

/** The head of a request, ready for its body. */
export function chatHead(
  headers: Readonly<Record<string, string>>,
  path = '/v1/chat/completions',
): string {
  const all = {
    host: 'gateway',
    authorization: `Bearer ${TEST_KEY}`,
    'content-type': 'application/json',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** A whole chat request as it stands on the wire. */
export function chatRequest(
  body: object,
  headers: Readonly<Record<string, string>> = {},
  path?: string,
): string {
  const json = JSON.stringify(body);
  return chatHead({ 'content-length': String(Buffer.byteLength(json)), ...headers }, path) + json;
}
