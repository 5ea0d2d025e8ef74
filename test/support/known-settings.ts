import { variableDescriptions } from '../../src/config/describe-variable';
import '../../src/config/environment-variables';

/** Settings that are decided and not yet part of the service. */
const DECIDED = [
  'UPSTREAM_PROTOCOL',
  'UPSTREAM_API_KEY',
  'UPSTREAMS_FILE',
  'SHUTDOWN_DELAY_MS',
  'DRAIN_TIMEOUT_MS',
  'BREAKER_FAILURES',
  'BREAKER_OPEN_MS',
  'GENERATION_TIMEOUT_MS',
  'LOG_LEVEL',
];

/** Settings that the standard of OpenTelemetry defines. */
const STANDARD = /^OTEL_[A-Z_]+$/;

/** True if the service reads an environment variable of this name, or will. */
export function isKnownSetting(name: string): boolean {
  const described = variableDescriptions().map((variable) => variable.name);
  return STANDARD.test(name) || DECIDED.includes(name) || described.includes(name);
}
