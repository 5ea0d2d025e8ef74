import { ConsoleLogger, ShutdownSignal } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Server } from 'node:http';
import { AppModule } from './app.module';
import { answerMalformedRequests } from './common/http/answer-malformed';
import { assignRequestContext } from './common/http/request-context';
import type { Settings } from './config/validate-environment';
import { serveOpenApiDocument } from './openapi/openapi-document';
import { DrainService } from './health/services/drain.service';

/** Milliseconds: longer than the idle time of usual proxies, which must be the ones to hang up. */
const KEEP_ALIVE_TIMEOUT = 75_000;

const EXPOSED_HEADERS = [
  'x-request-id',
  'x-upstream',
  'x-ignored-parameters',
  'retry-after',
  'retry-after-ms',
  ...['limit', 'remaining', 'reset'].flatMap((what) => [
    `x-ratelimit-${what}-requests`,
    `x-ratelimit-${what}-tokens`,
  ]),
];

/** Not SIGHUP: it reads the file of keys again. */
const SHUTDOWN_SIGNALS = [ShutdownSignal.SIGTERM, ShutdownSignal.SIGINT];

/** Builds the whole service, ready to listen. */
export async function createApp(
  settings: Settings,
  logger: ConsoleLogger | false = createLogger(settings),
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.register(settings), {
    bodyParser: false,
    abortOnError: false,
    logger,
  });
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(assignRequestContext);
  app.use(app.get(DrainService).track);
  const origins = settings.CORS_ORIGINS;
  app.enableCors({
    origin: origins.includes('*') ? '*' : [...origins],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 86_400,
  });
  serveOpenApiDocument(app);
  // As PID 1 of a container a signal that Nest sends itself would be ignored: exit instead.
  app.enableShutdownHooks(SHUTDOWN_SIGNALS, { useProcessExit: true });
  const server: Server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT;
  answerMalformedRequests(server);
  return app;
}

function createLogger(settings: Settings): ConsoleLogger {
  return new ConsoleLogger({
    json: true,
    colors: false,
    logLevels: settings.DEBUG_LOGGING
      ? ['fatal', 'error', 'warn', 'log', 'debug']
      : ['fatal', 'error', 'warn', 'log'],
  });
}
