import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Observable, tap } from 'rxjs';
import { isJsonObject } from '../../protocol/json/safe-parse-json';
import { requestContext } from '../http/request-context';
import { StreamSummary } from '../http/stream-summary';
import { Telemetry } from '../telemetry/telemetry.service';

/** UTF-16 units of a model's name that are kept. */
const MAX_MODEL = 100;

/** Notes what a request asks for and how its generation went, for those who measure. */
@Injectable()
export class ExchangeInterceptor implements NestInterceptor {
  constructor(private readonly telemetry: Telemetry) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const body: unknown = http.getRequest<Request>().body;
    if (!isJsonObject(body)) return next.handle();
    const exchange = requestContext(http.getResponse<Response>());
    const { model, stream } = body;
    if (typeof model === 'string') exchange.model = model.slice(0, MAX_MODEL);
    exchange.isStream = stream === true;
    const { meter, isStream } = exchange;
    if (meter !== undefined) this.telemetry.generationStarted({ meter, isStream });
    return next.handle().pipe(
      tap((result) => {
        if (result instanceof StreamSummary) exchange.summary = result;
      }),
    );
  }
}
