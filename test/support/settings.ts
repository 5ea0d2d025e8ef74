import { ConfigService } from '@nestjs/config';
import { type Settings, validateEnvironment } from '../../src/config/validate-environment';

/** The configuration of a gateway that was started with `environment`, whatever the test run's is. */
export function settingsOf(
  environment: Readonly<Record<string, string>> = {},
): ConfigService<Settings, true> {
  const settings = validateEnvironment(environment);
  const service = new ConfigService<Settings, true>();
  return Object.assign(service, { get: (name: keyof Settings) => settings[name] });
}
