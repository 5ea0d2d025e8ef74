import type { LoggerService } from '@nestjs/common';

/**
 * A fault that nobody caught leaves the process in an unknown state: one line about it, then the end.
 * Whoever runs the service starts it again. Covers rejected promises, which Node reports here too.
 */
export function exitOnFault(logger: LoggerService): void {
  process.on('uncaughtException', (error: unknown, origin) => {
    try {
      logger.fatal?.({
        event: 'fatal',
        origin,
        error: error instanceof Error ? error.stack : 'The cause is not an error object.',
      });
    } finally {
      process.exit(1);
    }
  });
}
