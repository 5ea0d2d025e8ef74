/**
 * How many requests may be in flight at once. The upstream does not tell its limit: each complaint
 * cuts to one less than was in flight, and after as many successes as the limit is high it grows by
 * one.
 */
export class AdaptiveLimit {
  private limit: number | undefined;
  private successes = 0;
  /** The most that was in flight when the upstream complained, since there was no cut in force. */
  private cutFrom = 0;

  /** Without a ceiling there is no limit until the upstream complains. */
  constructor(private readonly ceiling: number | undefined) {
    this.limit = ceiling;
  }

  /** Undefined when there is none. */
  get current(): number | undefined {
    return this.limit;
  }

  allowsMoreThan(inFlight: number): boolean {
    return this.limit === undefined || inFlight < this.limit;
  }

  /** `inFlight` counts the request that the upstream complained of. */
  cut(inFlight: number): void {
    const next = Math.max(1, inFlight - 1);
    this.limit = Math.min(this.limit ?? next, next);
    this.cutFrom = Math.max(this.cutFrom, inFlight);
    this.successes = 0;
  }

  grow(): void {
    if (this.limit === undefined || this.limit === this.ceiling) return;
    this.successes += 1;
    if (this.successes < this.limit) return;
    this.successes = 0;
    this.limit += 1;
    if (this.ceiling === undefined && this.limit > this.cutFrom) {
      this.limit = undefined;
      this.cutFrom = 0;
    }
  }
}
