import { toEnvironmentVariables } from '../config/environment-variables';
import { readEnvironment } from '../config/read-environment';

/** Milliseconds: shorter than the time-out of the image's health check, which would kill the probe. */
const TIMEOUT = 3_000;

/**
 * The health check of the image, which needs neither a shell nor curl: exits with 0 when the service
 * in the same container serves requests, else with 1.
 */
async function probe(): Promise<boolean> {
  const { LISTEN_PORT: port } = toEnvironmentVariables(readEnvironment());
  const response = await fetch(`http://127.0.0.1:${String(port)}/health/live`, {
    signal: AbortSignal.timeout(TIMEOUT),
  });
  return response.ok;
}

probe().then(
  (isLive) => process.exit(isLive ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
