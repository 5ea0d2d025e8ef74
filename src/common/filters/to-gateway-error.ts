import { HttpException } from '@nestjs/common';
import { GatewayError, type GatewayErrorKind, toGatewayError } from '../../protocol/gateway-error';

const KINDS: ReadonlyMap<number, GatewayErrorKind> = new Map([
  [400, 'invalid-request'],
  [404, 'not-found'],
  [405, 'method-not-allowed'],
  [413, 'payload-too-large'],
  [415, 'unsupported-media-type'],
]);

/** The gateway's error for anything that the framework throws: unknown routes, malformed paths. */
export function fromException(exception: unknown): GatewayError {
  if (!(exception instanceof HttpException)) return toGatewayError(exception);
  const status = exception.getStatus();
  const kind = KINDS.get(status);
  if (kind === undefined) return toGatewayError(exception);
  return kind === 'not-found'
    ? new GatewayError(kind, 'There is no such path.', { code: 'unknown_url', cause: exception })
    : new GatewayError(kind, 'The request is malformed.', { cause: exception });
}
