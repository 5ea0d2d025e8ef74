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
    return this.response.write(this.frame(text, length), encodingOf(text, length));
  }

  /** Ends the body, with a last text if it is not empty. */
  end(text: string): void {
    const length = Buffer.byteLength(text);
    const chunk = length > 0 ? this.frame(text, length) : '';
    this.response.end(this.isChunked ? chunk + LAST_CHUNK : chunk, encodingOf(text, length));
  }

  private frame(text: string, length: number): string {
    return this.isChunked ? `${length.toString(16)}\r\n${text}\r\n` : text;
  }
}

/** A text of ASCII is copied as it is. */
function encodingOf(text: string, length: number): BufferEncoding {
  return length === text.length ? 'latin1' : 'utf8';
}
