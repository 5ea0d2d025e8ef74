import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import type { Server } from 'node:http';
import { AppModule } from './app.module';
import { ExchangeObserver } from './common/telemetry/exchange-observer.service';
import { answerMalformedRequests } from './common/http/answer-malformed';
import { assignRequestContext } from './common/http/request-context';
import type { Settings } from './config/validate-environment';
import { serveOpenApiDocument } from './openapi/openapi-document';
import { DrainService } from './health/services/drain.service';

/** Milliseconds: longer than the idle time of usual proxies, which must be the ones to hang up. */
const KEEP_ALIVE_TIMEOUT = 75_000;

const EXPOSED_HEADERS = ['x-request-id', 'x-upstream', 'x-ignored-parameters', 'retry-after'];

/** Builds the whole service, ready to listen. It logs unless told not to. */
export async function createApp(
  settings: Settings,
  { isSilent = false }: { readonly isSilent?: boolean } = {},
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.register(settings), {
    bodyParser: false,
    abortOnError: false,
    ...(isSilent ? { logger: false } : { bufferLogs: true }),
  });
  if (!isSilent) app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(assignRequestContext);
  app.use(app.get(ExchangeObserver).observe);
  app.use(app.get(DrainService).track);
  const origins = settings.CORS_ORIGINS;
  app.enableCors({
    origin: origins.includes('*') ? '*' : [...origins],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 86_400,
  });
  serveOpenApiDocument(app);
  // As PID 1 of a container a signal that Nest sends itself would be ignored: exit instead.
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  const server: Server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT;
  answerMalformedRequests(server);
  return app;
}
