import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { CircuitState } from '../../common/telemetry/telemetry-listener';
import { KEY_STATES, type KeyStatus } from '../key-status';

@ApiSchema({ description: 'How one key towards an upstream is doing.' })
export class UpstreamKeyDto {
  /**
   * Tells keys apart without showing them: the start of a hash, or `anonymous` where none is needed.
   * @example key_2bb80d53
   */
  @ApiProperty()
  id!: string;
  /**
   * `busy`: in use as often as it may be. `cooling`: the upstream asked for fewer requests.
   * `benched`: its quota is used up. `out`: the upstream refused it.
   */
  @ApiProperty({ enum: KEY_STATES })
  state!: KeyStatus['state'];
  /** Requests that use it now. @example 2 */
  @ApiProperty({ type: 'integer', minimum: 0 })
  in_flight!: number;
  /** Requests that may use it at once; null when there is no limit. @example 5 */
  @ApiProperty({ type: 'integer', minimum: 1 })
  limit!: number | null;
  /** Unix seconds from which it is used again; null while it is `ready` or `busy`. */
  @ApiProperty({ type: 'integer' })
  retry_at!: number | null;
}

@ApiSchema({ description: 'How one upstream is doing, as seen from this process.' })
export class UpstreamStateDto {
  /** Name of the upstream in the configuration. @example official */
  @ApiProperty()
  name!: string;
  /** Protocol that the gateway speaks with it. @example openai */
  @ApiProperty({ enum: ['web', 'openai'] })
  protocol!: 'web' | 'openai';
  /** Variant of the protocol; null when it has none. @example zai */
  @ApiProperty()
  dialect!: string | null;
  /** Scheme, host and port. @example https://api.z.ai */
  @ApiProperty()
  endpoint!: string;
  /** Unix seconds of the last completed answer; null when there was none. */
  @ApiProperty({ type: 'integer' })
  last_success_at!: number | null;
  /** Unix seconds of the last failure; null when there was none. */
  @ApiProperty({ type: 'integer' })
  last_failure_at!: number | null;
  /** Error code of the last failure. @example upstream_timeout */
  @ApiProperty()
  last_failure_code!: string | null;
  /** Failures since the last completed answer. @example 0 */
  @ApiProperty({ type: 'integer', minimum: 0 })
  failures_in_a_row!: number;

  /**
   * `open`: it is left alone for a while after several faults in a row. `half-open`: one request at a
   * time finds out if it is well again.
   */
  @ApiProperty({ enum: ['closed', 'half-open', 'open'] })
  circuit!: CircuitState;
  /** Requests that wait for a key. @example 0 */
  @ApiProperty({ type: 'integer', minimum: 0 })
  queued!: number;
  /** Empty when the protocol uses no keys. */
  keys!: UpstreamKeyDto[];
}

@ApiSchema({
  description:
    'How the upstreams are doing, as seen from this process: information, not a health check.',
})
export class UpstreamListDto {
  /** In the order of the configuration. */
  upstreams!: UpstreamStateDto[];
}
