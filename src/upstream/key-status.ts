/** `busy` is healthy, but in use as often as it may be; the last three are not used for now. */
export const KEY_STATES = ['ready', 'busy', 'cooling', 'benched', 'out'] as const;

/** How one credential towards an upstream is doing; never the credential itself. */
export interface KeyStatus {
  /** Safe to show; the same in every replica and after a restart. */
  readonly id: string;
  readonly state: (typeof KEY_STATES)[number];
  /** Requests that use it now. */
  readonly inFlight: number;
  /** Requests that may use it at once; null when there is no limit. */
  readonly limit: number | null;
  /** Unix seconds from which it is used again; null while it is healthy. */
  readonly retryAt: number | null;
  /** Code of its last failure since its last success. */
  readonly lastErrorCode?: string | undefined;
}
