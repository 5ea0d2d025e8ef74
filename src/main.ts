import { Logger } from '@nestjs/common';
import { exitOnFault } from './common/logging/exit-on-fault';
import { createApp } from './app.setup';
import { ConfigurationError } from './config/configuration-error';
import { readEnvironment, shareWithLibraries } from './config/read-environment';
import { type Settings, validateEnvironment } from './config/validate-environment';

async function start(): Promise<void> {
  const environment = readEnvironment();
  const settings = validateEnvironment(environment);
  shareWithLibraries(environment);
  const app = await createApp(settings);
  const logger = new Logger('Main');
  exitOnFault(logger);
  await app.listen(settings.LISTEN_PORT, settings.LISTEN_HOST);
  logger.log({
    event: 'listening',
    url: await app.getUrl(),
    upstreams: settings.UPSTREAMS.map(({ name, url: { origin } }) => `${name} at ${origin}`),
  });
  announceGeneratedKey(settings);
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
