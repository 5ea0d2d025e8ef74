import { ShutdownSignal } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { ExchangeObserver } from './common/telemetry/exchange-observer.service';
import { GatewayAdapter } from './common/http/gateway-adapter';
import { assignRequestContext } from './common/http/request-context';
import { securityHeaders } from './common/http/security-headers';
import type { Settings } from './config/validate-environment';
import { serveOpenApiDocument } from './openapi/openapi-document';
import { DrainService } from './health/services/drain.service';

const EXPOSED_HEADERS = [
  'x-request-id',
  'request-id',
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

/** Builds the whole service, ready to listen. It logs unless told not to. */
export async function createApp(
  settings: Settings,
  { isSilent = false }: { readonly isSilent?: boolean } = {},
): Promise<NestExpressApplication> {
  const adapter = new GatewayAdapter({
    headersTimeout: settings.REQUEST_HEADERS_TIMEOUT_MS,
    requestTimeout: settings.REQUEST_TIMEOUT_MS,
    maxConnections: settings.MAX_CONNECTIONS,
  });
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.register(settings),
    adapter,
    {
      bodyParser: false,
      abortOnError: false,
      ...(isSilent ? { logger: false } : { bufferLogs: true }),
    },
  );
  if (!isSilent) app.useLogger(app.get(Logger));
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(assignRequestContext);
  app.use(securityHeaders());
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
  app.enableShutdownHooks(SHUTDOWN_SIGNALS, { useProcessExit: true });
  return app;
}
