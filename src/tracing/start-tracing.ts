import { type ContextManager, diag, type DiagLogger, DiagLogLevel } from '@opentelemetry/api';
import { NodeSDK, resources } from '@opentelemetry/sdk-node';
import { Logger } from '@nestjs/common';
import { VERSION } from '../common/version';

/** Milliseconds that spans have at the end of the process to get to their collector. */
const SHUTDOWN_TIMEOUT = 3_000;

/**
 * Parents are handed on by hand: following asynchronous calls would cost every stream. The SDK takes
 * null for this, though its types do not say so.
 */
const NO_CONTEXT_MANAGER = null as unknown as ContextManager;

/**
 * Starts OpenTelemetry's SDK, which reads its `OTEL_*` variables itself. Gives what sends the last
 * spans; it never fails and takes a bounded time. Traces only: metrics are Prometheus' and logs go
 * to the standard output. To be loaded only when traces are wanted, because loading takes 0.3 s.
 */
export function startTracing(): () => Promise<void> {
  const ours = { 'service.name': 'glm-gateway', 'service.version': VERSION };
  const sdk = new NodeSDK({
    // What the variables say of the service is detected later, and wins.
    resource: resources.defaultResource().merge(resources.resourceFromAttributes(ours)),
    resourceDetectors: [resources.envDetector, resources.hostDetector],
    metricReaders: [],
    logRecordProcessors: [],
    contextManager: NO_CONTEXT_MANAGER,
  });
  diag.setLogger(toDiagLogger(new Logger('Tracing')), DiagLogLevel.WARN);
  sdk.start();
  return async () => {
    const limit = new Promise<void>((resolve) => setTimeout(resolve, SHUTDOWN_TIMEOUT).unref());
    await Promise.race([sdk.shutdown().catch(() => undefined), limit]);
  };
}

/** The SDK's complaints, such as of a collector that does not answer, as lines of our log. */
function toDiagLogger(logger: Logger): DiagLogger {
  const warn = (message: string): void => {
    logger.warn(message);
  };
  const ignore = (): void => undefined;
  return { error: warn, warn, info: ignore, debug: ignore, verbose: ignore };
}
