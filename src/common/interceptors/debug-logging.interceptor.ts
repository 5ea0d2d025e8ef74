import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Request, Response } from 'express';
import { type Observable, tap } from 'rxjs';
import type { Settings } from '../../config/validate-environment';
import { monotonicNow } from '../clock';
import { fromException } from '../filters/to-gateway-error';
import { toOpenAiStatus } from '../filters/to-openai-error';
import { requestContext } from '../http/request-context';
import { describeRequest, describeResult } from './describe-exchange';

/**
 * Logs the start and the end of every exchange, one JSON line each: ids, sizes, timings, ends. Never
 * headers, keys, tokens or whole messages.
 */
@Injectable()
export class DebugLoggingInterceptor implements NestInterceptor {
  private readonly logger = new Logger('Http');
  private readonly isEnabled: boolean;

  constructor(config: ConfigService<Settings, true>) {
    this.isEnabled = config.get('DEBUG_LOGGING', { infer: true });
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!this.isEnabled) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const start = monotonicNow();
    const ids = { request_id: requestContext(response).requestId };
    this.logger.debug({ event: 'request', ...ids, ...describeRequest(request, response) });
    const log = (status: number, details: object): void => {
      const duration = Math.round(monotonicNow() - start);
      this.logger.debug({ event: 'response', ...ids, status, duration_ms: duration, ...details });
    };
    return next.handle().pipe(
      tap({
        next: (result) => {
          log(response.statusCode, describeResult(result));
        },
        error: (error: unknown) => {
          const failure = fromException(error);
          log(toOpenAiStatus(failure), { outcome: 'failed', error_code: failure.code ?? null });
        },
      }),
    );
  }
}
