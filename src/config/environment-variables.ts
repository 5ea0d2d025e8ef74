import { IntersectionType } from '@nestjs/swagger';
import { plainToInstance } from 'class-transformer';
import { AccessVariables } from './variables/access-variables';
import { KeyVariables } from './variables/key-variables';
import { LimitVariables } from './variables/limit-variables';
import { ModelVariables } from './variables/model-variables';
import { ObservabilityVariables } from './variables/observability-variables';
import { ResilienceVariables } from './variables/resilience-variables';
import { ResponsesVariables } from './variables/responses-variables';
import { UpstreamVariables } from './variables/upstream-variables';

/** Every setting of the gateway, read from the environment and `.env`. */
export class EnvironmentVariables extends IntersectionType(
  AccessVariables,
  KeyVariables,
  UpstreamVariables,
  ModelVariables,
  LimitVariables,
  ResponsesVariables,
  ObservabilityVariables,
  ResilienceVariables,
) {}

/** Variables that have no default value, so that an instance does not list them. */
const OPTIONAL = [
  'REASONING_KEY',
  'API_ENDPOINT',
  'UPSTREAMS_FILE',
  'MODELS_FILE',
  'KEYS_FILE',
  'REDIS_URL',
  'DEBUG_LOGGING',
];

/** Makes an instance from raw variables; an empty variable counts as absent. */
export function toEnvironmentVariables(
  raw: Readonly<Record<string, string | undefined>>,
): EnvironmentVariables {
  const known = new EnvironmentVariables();
  const names = Object.keys(known).concat(OPTIONAL);
  const present = names.flatMap((name) => {
    const value = raw[name]?.trim();
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return plainToInstance(EnvironmentVariables, Object.fromEntries(present), {
    exposeDefaultValues: true,
  });
}
