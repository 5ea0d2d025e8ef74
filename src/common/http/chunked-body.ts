import type { ServerResponse } from 'node:http';

/** The chunk that ends a body. */
const LAST_CHUNK = '0\r\n\r\n';

/**
 * Writes the body of a response whose head is complete, in one write per text. Where the length is not
 * known, HTTP/1.1 wants each text as a chunk with its length before it (RFC 9112, section 7.1). Node
 * makes four writes of that, a fifth of what a streamed event costs, so its framing is switched off.
 */
export class ChunkedBody {
  private readonly isChunked: boolean;

  constructor(private readonly response: ServerResponse) {
    // False for a client of HTTP/1.0: the end of its connection is the end of the body.
    this.isChunked = response.chunkedEncoding;
    response.chunkedEncoding = false;
  }

  /** Writes a text that is not empty; false when the client is slow, as of `response.write`. */
  write(text: string): boolean {
    const length = Buffer.byteLength(text);
    const chunk = this.isChunked ? `${length.toString(16)}\r\n${text}\r\n` : text;
    return this.response.write(chunk, length === text.length ? 'latin1' : 'utf8');
  }

  end(): void {
    if (this.isChunked) this.response.end(LAST_CHUNK, 'latin1');
    else this.response.end();
  }
}
