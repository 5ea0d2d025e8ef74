import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Request, Response } from 'express';
import { GatewayError } from '../../protocol/gateway-error';
import { allowedMethods } from '../http/allowed-methods';
import { requestContext } from '../http/request-context';
import { errorDialectOf } from './error-dialects';
import { fromException } from './to-gateway-error';

/**
 * Answers every failed request in the shape of the dialect that its path belongs to. One filter for
 * all of them and not one per controller: unknown paths and methods reach no controller.
 */
@Catch()
export class GatewayExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger(GatewayExceptionFilter.name);

  constructor(private readonly adapterHost: HttpAdapterHost) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const error = this.explain(fromException(exception), request);
    const context = requestContext(response);
    context.error = error;
    if (error.kind === 'internal') this.report(error, response);
    if (response.headersSent || response.destroyed) return;
    const dialect = errorDialectOf(request.path);
    setErrorHeaders(response, error);
    if (dialect.requestIdHeader !== undefined) {
      response.setHeader(dialect.requestIdHeader, context.requestId);
    }
    response.status(dialect.status(error)).json(dialect.body(error, context.requestId));
  }

  /** A known path with another method is a 405, which the router does not tell apart from a 404. */
  private explain(error: GatewayError, request: Request): GatewayError {
    if (error.code !== 'unknown_url') return error;
    const allow = allowedMethods(this.adapterHost.httpAdapter, request.path);
    if (allow.length === 0) return error;
    return new GatewayError('method-not-allowed', `Use ${allow.join(' or ')} on this path.`, {
      code: 'method_not_allowed',
      allow,
    });
  }

  private report(error: GatewayError, response: Response): void {
    const { cause } = error;
    this.logger.error({
      event: 'internal_error',
      request_id: requestContext(response).requestId,
      error: cause instanceof Error ? cause.stack : 'The cause is not an error object.',
    });
  }
}

function setErrorHeaders(response: Response, error: GatewayError): void {
  if (error.retryAfter !== undefined) {
    response.setHeader('retry-after', String(Math.ceil(error.retryAfter)));
    // The official SDKs read this one first: it saves them up to a second.
    response.setHeader('retry-after-ms', String(Math.ceil(error.retryAfter * 1000)));
  }
  // The official SDKs obey this header: a refusal that will not change is not worth retries.
  if (error.retryable === false) response.setHeader('x-should-retry', 'false');
  if (error.allow !== undefined) response.setHeader('allow', error.allow.join(', '));
  if (error.kind === 'unauthenticated') response.setHeader('www-authenticate', 'Bearer');
  // The rest of a body that is refused for its size is not read.
  if (error.kind === 'payload-too-large') response.setHeader('connection', 'close');
}
