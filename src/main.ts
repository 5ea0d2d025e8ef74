import { Logger } from '@nestjs/common';
import { setFlagsFromString } from 'node:v8';
import { exitOnFault } from './common/logging/exit-on-fault';
import { createApp } from './app.setup';
import { ConfigurationError } from './config/configuration-error';
import { readEnvironment, shareWithLibraries } from './config/read-environment';
import { type Settings, validateEnvironment } from './config/validate-environment';

// Objects that live as long as a request are many while many run, and V8 begins to allocate them among
// the old ones. Dead there, they keep all that they refer to from being collected: a third of what
// a request allocates (docs/decisions/0024-where-the-time-goes.md).
setFlagsFromString('--no-allocation-site-pretenuring');

async function start(): Promise<void> {
  const environment = readEnvironment();
  const settings = validateEnvironment(environment);
  shareWithLibraries(environment);
  const app = await createApp(settings);
  const logger = new Logger('Main');
  exitOnFault(logger);
  await app.listen(settings.LISTEN_PORT, settings.LISTEN_HOST);
  limitShutdown(settings);
  logger.log({
    event: 'listening',
    url: await app.getUrl(),
    upstreams: settings.UPSTREAMS.map(({ name, url: { origin } }) => `${name} at ${origin}`),
  });
  announceGeneratedKey(settings);
}

/** Milliseconds beyond the promised time: for the end of whatever else is shut down. */
const LAST_RESORT = 1_800;

/** Whatever hangs at the end: who runs the gateway counts on the time that its settings promise. */
function limitShutdown({ SHUTDOWN_DELAY_MS, DRAIN_TIMEOUT_MS }: Settings): void {
  const limit = SHUTDOWN_DELAY_MS + DRAIN_TIMEOUT_MS + LAST_RESORT;
  const onSignal = (): void => {
    setTimeout(() => process.exit(0), limit).unref();
  };
  process.once('SIGTERM', onSignal).once('SIGINT', onSignal);
}

/** The one time that a key is shown: nobody else knows the one that was just made. */
function announceGeneratedKey({ GENERATED_KEY: key }: Settings): void {
  if (key === undefined) return;
  process.stdout.write(`AUTH_TOKEN is not set. Key for this run: ${key}\n`);
}

start().catch((error: unknown) => {
  const text = error instanceof ConfigurationError ? error.message : describe(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
