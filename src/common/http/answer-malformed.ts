import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayError } from '../../protocol/gateway-error';
import { toOpenAiError } from '../filters/to-openai-error';
import { newId } from '../ids';

interface Refusal {
  readonly statusLine: string;
  readonly message: string;
  readonly code: string;
}

const MALFORMED: Refusal = {
  statusLine: '400 Bad Request',
  message: 'The request is not valid HTTP.',
  code: 'malformed_request',
};

/** Node's codes for requests that it refuses, before any of our code sees all of them. */
const REFUSALS: ReadonlyMap<string | undefined, Refusal> = new Map([
  [
    'HPE_HEADER_OVERFLOW',
    {
      statusLine: '431 Request Header Fields Too Large',
      message: 'The head of the request is too large.',
      code: 'headers_too_large',
    },
  ],
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    {
      statusLine: '408 Request Timeout',
      message: 'The request did not arrive in time.',
      code: 'request_timeout',
    },
  ],
]);

/** Answers requests that are no HTTP, or none in time, in the shape of all other errors, and hangs up. */
export function answerMalformedRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable || isUnused(error, socket)) {
      socket.destroy();
      return;
    }
    const { statusLine, message, code } = REFUSALS.get(error.code) ?? MALFORMED;
    const failure = new GatewayError('invalid-request', message, { code });
    const body = JSON.stringify(toOpenAiError(failure));
    const head = [
      `HTTP/1.1 ${statusLine}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${String(Buffer.byteLength(body))}`,
      `x-request-id: ${newId()}`,
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}

/** A connection in reserve, as clients open them: an answer would be taken for that to its first request. */
function isUnused(error: NodeJS.ErrnoException, socket: Duplex): boolean {
  const hasSent = 'bytesRead' in socket && socket.bytesRead !== 0;
  return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && !hasSent;
}
