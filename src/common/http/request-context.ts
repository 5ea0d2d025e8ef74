import type { NextFunction, Request, Response } from 'express';
import { newId } from '../ids';
import type { KeyLimits } from './key-limits';

/** What the gateway knows of one HTTP exchange, beside the exchange itself. */
export interface RequestContext {
  readonly requestId: string;
  /** Name of the client's key; set by the guard. */
  keyId?: string;
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
