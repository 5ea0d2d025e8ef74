import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Observable, tap } from 'rxjs';
import { requestContext } from '../http/request-context';
import { StreamSummary } from '../http/stream-summary';
import { describeAnswer, describeRequest } from './describe-exchange';

/**
 * Logs what an exchange is about, for debugging: its start, and what an answer began with. Excerpts
 * only; never headers, keys, tokens or whole messages.
 */
@Injectable()
export class DebugLoggingInterceptor implements NestInterceptor {
  private readonly logger = new Logger('Http');

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const ids = { request_id: requestContext(response).requestId };
    this.logger.debug({ event: 'request', ...ids, ...describeRequest(request, response) });
    return next.handle().pipe(
      tap((result) => {
        if (!(result instanceof StreamSummary)) return;
        this.logger.debug({ event: 'answer', ...ids, ...describeAnswer(result) });
      }),
    );
  }
}
