import type { NextFunction, Request, Response } from 'express';
import type { GatewayError } from '../../protocol/gateway-error';
import { newId } from '../ids';
import type { ExchangeMeter } from '../telemetry/exchange-meter';
import type { StreamSummary } from './stream-summary';
import type { KeyLimits } from './key-limits';

/** What the gateway knows of one HTTP exchange, beside the exchange itself. */
export interface RequestContext {
  readonly requestId: string;
  /** Name of the client's key; set by the guard. */
  keyId?: string;
  /** Measures the exchange; set for every request that is not malformed HTTP. */
  meter?: ExchangeMeter;
  /** The model as the client named it, shortened. */
  model?: string;
  /** Whether the body asks for a stream; unset as long as no body was read. */
  isStream?: boolean;
  /** The upstream that answers. */
  upstream?: string;
  /** What the client was told instead of an answer. */
  error?: GatewayError;
  /** How the generation went, once its response is over. */
  summary?: StreamSummary;
  /** What the key may use where that differs from the defaults; set by the guard. */
  keyLimits?: KeyLimits;
  /** Length of the JSON body once decoded; set when it was read. */
  bodyBytes?: number;
}

/** An id that a client may choose: it goes into logs and headers, so it can forge neither. */
const CLIENT_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Middleware: gives the exchange its id, the client's own where that is harmless. */
export function assignRequestContext(
  request: Request,
  response: Response,
  next: NextFunction,
): void {
  const given = request.headers['x-request-id'];
  const requestId = typeof given === 'string' && CLIENT_ID.test(given) ? given : newId();
  response.locals['context'] = { requestId } satisfies RequestContext;
  response.setHeader('x-request-id', requestId);
  next();
}

/** The context of an exchange. */
export function requestContext(response: Response): RequestContext {
  return response.locals['context'] as RequestContext;
}
