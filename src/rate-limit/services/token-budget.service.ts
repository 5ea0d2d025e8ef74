import { Injectable } from '@nestjs/common';
import { type Entry, MinuteCountersService } from './minute-counters.service';

/** Tokens that were set aside for one request. */
export interface Reservation {
  readonly entry: Entry;
  readonly amount: number;
}

/**
 * Tokens per minute: set aside before a request, settled after it. As what may be used is counted
 * before it is used, requests in parallel exceed a limit by no more than their estimates were short.
 */
@Injectable()
export class TokenBudgetService {
  constructor(private readonly counters: MinuteCountersService) {}

  /** Counts an estimate; the caller compares the total, and settles in either case. */
  async reserve(keyId: string, amount: number): Promise<Reservation> {
    return { entry: await this.counters.add(`tokens:${keyId}`, amount), amount };
  }

  /** Replaces the estimate by what the request really used. */
  async settle({ entry, amount }: Reservation, used: number): Promise<void> {
    const unused = amount - used;
    if (unused > 0) await this.counters.takeBack(entry, unused);
    // What goes beyond the estimate was used later: it counts in the minute in which it is known.
    else if (unused < 0) await this.counters.add(entry.counter, -unused);
  }
}
