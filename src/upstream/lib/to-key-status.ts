import type { UpstreamKeyDto } from '../dto/upstream-status.dto';
import type { KeyStatus } from '../key-status';

/** A key as `GET /upstream/status` shows it. */
export function toKeyStatus(status: KeyStatus): UpstreamKeyDto {
  return {
    id: status.id,
    state: status.state,
    in_flight: status.inFlight,
    limit: status.limit,
    retry_at: status.retryAt,
  };
}
