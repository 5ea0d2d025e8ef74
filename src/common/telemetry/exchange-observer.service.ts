import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { GatewayError } from '../../protocol/gateway-error';
import { monotonicNow } from '../clock';
import { type RequestContext, requestContext } from '../http/request-context';
import { ExchangeMeter } from './exchange-meter';
import type { ExchangeEnd, ExchangeOutcome } from './telemetry-listener';
import { Telemetry } from './telemetry.service';
import { childOf, parseTraceContext } from './trace-context';

/** nginx's status for a client that left before it was answered. */
const CLIENT_CLOSED_REQUEST = 499;

/** Tells of the start and the end of every HTTP exchange, whoever answers it. */
@Injectable()
export class ExchangeObserver {
  constructor(private readonly telemetry: Telemetry) {}

  /** Middleware: to come after the one that assigns the context. */
  readonly observe = (request: Request, response: Response, next: NextFunction): void => {
    const context = requestContext(response);
    const meter = new ExchangeMeter(this.telemetry);
    const { traceparent, tracestate } = request.headers;
    const caller = parseTraceContext(single(traceparent), single(tracestate));
    meter.trace = caller && childOf(caller);
    context.meter = meter;
    this.telemetry.exchangeStarted({ meter, caller, method: request.method });
    response.once('close', () => {
      // The pipeline hears of the end by the same event, and interceptors hear of it from the pipeline.
      setImmediate(() => {
        this.telemetry.exchangeEnded(toExchangeEnd(request, response, { ...context, meter }));
      });
    });
    next();
  };
}

function toExchangeEnd(
  request: Request,
  response: Response,
  {
    meter,
    requestId,
    keyId,
    model,
    isStream,
    upstream,
    error,
    summary,
  }: RequestContext & {
    readonly meter: ExchangeMeter;
  },
): ExchangeEnd {
  const hasLeft = !response.writableFinished && summary?.outcome !== 'stalled';
  const status = hasLeft && !response.headersSent ? CLIENT_CLOSED_REQUEST : response.statusCode;
  const errorCode =
    error === undefined ? summary?.generation.errorCode : (error.code ?? error.kind);
  return {
    meter,
    requestId,
    keyId,
    method: request.method,
    route: routeOf(request),
    status,
    outcome: hasLeft
      ? 'client-gone'
      : (summary?.outcome ?? outcomeOf(status, error, meter.attempts)),
    errorCode,
    seconds: (monotonicNow() - meter.startedAt) / 1000,
    model,
    isStream,
    upstream,
    summary,
  };
}

/** How an exchange without a finished generation ended. */
function outcomeOf(
  status: number,
  error: GatewayError | undefined,
  attempts: number,
): ExchangeOutcome {
  if (status < 400) return 'completed';
  const isRejected = error !== undefined && error.kind !== 'internal' && attempts === 0;
  return isRejected ? 'rejected' : 'failed';
}

/** The path as it is declared: what a client writes there is neither logged nor a label. */
function routeOf(request: Request): string {
  const route = request.route as { readonly path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : 'unmatched';
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? undefined : value;
}
