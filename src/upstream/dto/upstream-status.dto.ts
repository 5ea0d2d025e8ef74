import { ApiProperty, ApiSchema } from '@nestjs/swagger';

@ApiSchema({
  description:
    'How the upstream is doing, as seen from this process: information, not a health check.',
})
export class UpstreamStatusDto {
  /** Protocol that the gateway speaks with the upstream. @example web */
  @ApiProperty()
  protocol!: string;
  /** Scheme, host and port of the upstream. @example https://chat.z.ai */
  @ApiProperty()
  endpoint!: string;
  /** Unix seconds of the last completed answer. */
  @ApiProperty({ type: 'integer' })
  last_success_at!: number | null;
  /** Unix seconds of the last failure. */
  @ApiProperty({ type: 'integer' })
  last_failure_at!: number | null;
  /** Error code of the last failure. @example upstream_timeout */
  @ApiProperty()
  last_failure_code!: string | null;
  /** Failures since the last completed answer. */
  @ApiProperty({ type: 'integer', minimum: 0 })
  failures_in_a_row!: number;
}
