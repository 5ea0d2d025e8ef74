/** How the upstream is doing, as seen from this process: information, not a health check. */
export class UpstreamStatusDto {
  /** Protocol that the gateway speaks with the upstream. @example web */
  protocol!: string;
  /** Scheme, host and port of the upstream. @example https://chat.z.ai */
  endpoint!: string;
  /** Unix seconds of the last completed answer. */
  last_success_at!: number | null;
  /** Unix seconds of the last failure. */
  last_failure_at!: number | null;
  /** Error code of the last failure. */
  last_failure_code!: string | null;
  /** Failures since the last completed answer. */
  failures_in_a_row!: number;
}
