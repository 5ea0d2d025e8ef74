import type { CircuitState } from '../../common/telemetry/telemetry-listener';
import type { UpstreamDefinition } from '../../config/upstreams/upstream-definition';
import type { UpstreamStateDto } from '../dto/upstream-status.dto';
import type { KeyPoolStatus } from '../upstream-driver';
import { toKeyStatus } from './to-key-status';
import type { UpstreamHistory } from './upstream-history';

/** An upstream as `GET /upstream/status` shows it; never a key, a path or a query. */
export function toUpstreamState(
  definition: UpstreamDefinition,
  history: UpstreamHistory,
  { keys, queued, circuit }: KeyPoolStatus & { readonly circuit: CircuitState },
): UpstreamStateDto {
  const { name, protocol, url } = definition;
  return {
    name,
    protocol,
    dialect: definition.protocol === 'openai' ? definition.dialect : null,
    endpoint: url.origin,
    last_success_at: history.lastSuccess ?? null,
    last_failure_at: history.lastFailure?.at ?? null,
    last_failure_code: history.lastFailure?.code ?? null,
    failures_in_a_row: history.failuresInARow,
    circuit,
    queued,
    keys: keys.map(toKeyStatus),
  };
}
