import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { Settings } from '../../config/validate-environment';
import { StdoutDestination } from './stdout-destination';

/** The logger of the whole process: one JSON object per line, without a thread of its own. */
export function createPino({ LOG_LEVEL: level, DEBUG_LOGGING: isDebugging }: Settings): Logger {
  const destination = new StdoutDestination(process.stdout);
  process.once('exit', destination.flush);
  return pino(
    {
      level: isDebugging && level !== 'trace' ? 'debug' : level,
      // Whoever collects the lines knows process and host.
      base: null,
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}
