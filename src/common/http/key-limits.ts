/** What one API key may use. 0 is no limit; what is absent is as the settings have it. */
export interface KeyLimits {
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  /** Requests at a time. */
  readonly concurrency?: number | undefined;
}
