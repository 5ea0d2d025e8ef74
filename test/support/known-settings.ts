import { variableDescriptions } from '../../src/config/describe-variable';
import '../../src/config/environment-variables';

/** Settings that the standard of OpenTelemetry defines. */
const STANDARD = /^OTEL_[A-Z_]+$/;

/** True if the service reads an environment variable of this name. */
export function isKnownSetting(name: string): boolean {
  return STANDARD.test(name) || variableDescriptions().some((variable) => variable.name === name);
}
