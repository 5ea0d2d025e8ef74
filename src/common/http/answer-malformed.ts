import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayError } from '../../protocol/gateway-error';
import { toOpenAiError } from '../filters/to-openai-error';
import { newId } from '../ids';

/** Node's codes for requests that its parser refuses, before any of our code sees them. */
const STATUS_LINES: ReadonlyMap<string, string> = new Map([
  ['HPE_HEADER_OVERFLOW', '431 Request Header Fields Too Large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', '408 Request Timeout'],
]);

/** Answers requests that are no HTTP in the shape of all other errors, and hangs up. */
export function answerMalformedRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const failure = new GatewayError('invalid-request', 'The request is not valid HTTP.', {
      code: 'malformed_request',
    });
    const body = JSON.stringify(toOpenAiError(failure));
    const head = [
      `HTTP/1.1 ${STATUS_LINES.get(error.code ?? '') ?? '400 Bad Request'}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${String(Buffer.byteLength(body))}`,
      `x-request-id: ${newId()}`,
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}
