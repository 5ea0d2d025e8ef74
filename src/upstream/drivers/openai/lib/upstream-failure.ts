/** What the upstream said when it failed. Its text serves for classification only. */
export interface UpstreamFailure {
  /** HTTP status; that of an error inside a stream where it names one. */
  readonly status: number | undefined;
  /** The upstream's own code: digits of Z.ai such as `1302`, or a word such as `model_not_found`. */
  readonly code: string | undefined;
  readonly text: string;
  /** Seconds, from the `retry-after` header. */
  readonly retryAfter: number | undefined;
}
