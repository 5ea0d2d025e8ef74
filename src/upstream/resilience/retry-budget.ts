/** Tokens that one request adds: of ten requests, two may be sent once more. */
const DEPOSIT = 0.2;

/** Retries in a row that an upstream gets which did well before. */
const CAPACITY = 10;

/** Bounds the retries of an upstream to a part of its requests, so that they do not multiply an outage. */
export class RetryBudget {
  private tokens = CAPACITY;

  /** Counts a request. */
  deposit(): void {
    this.tokens = Math.min(CAPACITY, this.tokens + DEPOSIT);
  }

  /** Takes a retry; false when there is none left. */
  withdraw(): boolean {
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
