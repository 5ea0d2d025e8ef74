import { StringDecoder } from 'node:string_decoder';
import { GatewayError } from '../gateway-error';
import type { Transform } from '../transform';

/** One dispatched SSE event. */
export interface SseEvent {
  /** The `event` field; empty when the stream named none. */
  readonly event: string;
  /** The `data` lines, joined by line feeds. */
  readonly data: string;
}

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Decodes the bytes of an event stream (WHATWG HTML 9.2.6) into events.
 *
 * Input: network reads, cut anywhere, also inside a UTF-8 sequence or a CRLF. Output: one event per
 * blank line. Holds back the unfinished line and the fields of the unfinished event. A line that the
 * end of the stream cuts is dropped; whole lines before it still make an event, beyond the
 * specification, because relays exist that omit the last blank line (fixture 70). Throws a `GatewayError` when one
 * event grows beyond `maxEventLength` UTF-16 units.
 */
export class SseDecoder implements Transform<Uint8Array, SseEvent> {
  private readonly decoder = new StringDecoder('utf8');
  private line = '';
  /** The lines of the unfinished event; undefined as long as there is none. */
  private data: string | undefined;
  private event = '';
  private atStart = true;
  private skipLineFeed = false;

  constructor(private readonly maxEventLength: number) {}

  push(read: Uint8Array): readonly SseEvent[] {
    const events: SseEvent[] = [];
    let text = this.decoder.write(
      Buffer.isBuffer(read) ? read : Buffer.from(read.buffer, read.byteOffset, read.byteLength),
    );
    if (text.length === 0) return events;
    if (this.atStart) {
      this.atStart = false;
      if (text.startsWith(BYTE_ORDER_MARK)) text = text.slice(1);
    }
    this.readLines(text, events);
    return events;
  }

  flush(): readonly SseEvent[] {
    const events: SseEvent[] = [];
    this.dispatch(events);
    return events;
  }

  private readLines(text: string, events: SseEvent[]): void {
    let start = 0;
    // WHATWG 9.2.6: the CR that ended the last read may be half of a CRLF.
    if (this.skipLineFeed && text.length > 0) {
      this.skipLineFeed = false;
      if (text.startsWith('\n')) start = 1;
    }
    let carriageReturn = text.indexOf('\r', start);
    let lineFeed = text.indexOf('\n', start);
    while (carriageReturn >= 0 || lineFeed >= 0) {
      const endsWithReturn = carriageReturn >= 0 && (lineFeed < 0 || carriageReturn < lineFeed);
      const end = endsWithReturn ? carriageReturn : lineFeed;
      this.readLine(this.line + text.slice(start, end), events);
      this.line = '';
      start = end + 1;
      if (endsWithReturn) {
        if (start === text.length) this.skipLineFeed = true;
        else if (text[start] === '\n') start += 1;
        carriageReturn = text.indexOf('\r', start);
      }
      if (lineFeed >= 0 && lineFeed < start) lineFeed = text.indexOf('\n', start);
    }
    this.line += text.slice(start);
    this.limit(this.line.length + this.dataLength);
  }

  /** UTF-16 units of the unfinished event, each line with its end. */
  private get dataLength(): number {
    return this.data === undefined ? 0 : this.data.length + 1;
  }

  private readLine(line: string, events: SseEvent[]): void {
    if (line.length === 0) {
      this.dispatch(events);
      return;
    }
    if (isField(line, 'data')) this.addData(fieldValue(line, 'data'));
    else if (isField(line, 'event')) this.event = fieldValue(line, 'event');
  }

  private addData(value: string): void {
    this.data = this.data === undefined ? value : `${this.data}\n${value}`;
    this.limit(this.dataLength);
  }

  private dispatch(events: SseEvent[]): void {
    if (this.data !== undefined) events.push({ event: this.event, data: this.data });
    this.data = undefined;
    this.event = '';
  }

  private limit(length: number): void {
    if (length <= this.maxEventLength) return;
    throw new GatewayError('upstream-failed', 'The upstream sent an event that is too large.', {
      code: 'upstream_invalid_response',
    });
  }
}

/** Whether a line gives a field, with a value or without one. */
function isField(line: string, name: string): boolean {
  return line.startsWith(name) && (line.length === name.length || line[name.length] === ':');
}

function fieldValue(line: string, name: string): string {
  const start = name.length + 1;
  return line.slice(line[start] === ' ' ? start + 1 : start);
}
