import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import { now } from '../../common/clock';
import { SharedStoreService } from '../../common/shared-store/shared-store.service';
import { minuteOf, untilEndOf } from '../lib/minute';

/** What was added to a counter, and what it came to. */
export interface Entry {
  readonly counter: string;
  readonly minute: number;
  readonly isShared: boolean;
  /** Total of the counter in its minute, with this entry. */
  readonly total: number;
  /** Milliseconds until the minute is over. */
  readonly resetIn: number;
}

const OPTIONS = {
  keyPrefix: 'glm-gateway:minute',
  // The limit belongs to the key and may change at any time: this only counts.
  points: Number.MAX_SAFE_INTEGER,
  // Seconds. The minute is part of the name; the rest is time for corrections.
  duration: 120,
};

/** Counts per minute: in Redis while it answers, else in this process. */
@Injectable()
export class MinuteCountersService {
  private readonly local = new RateLimiterMemory(OPTIONS);
  private readonly shared: RateLimiterRedis | undefined;

  constructor(private readonly store: SharedStoreService) {
    const { client } = store;
    if (client !== undefined) {
      this.shared = new RateLimiterRedis({ ...OPTIONS, storeClient: client });
    }
  }

  /** Adds to a counter in the current minute. */
  async add(counter: string, amount: number): Promise<Entry> {
    const minute = minuteOf(now());
    const name = nameOf(counter, minute);
    const answer = await this.askShared((shared) => shared.penalty(name, amount));
    const { consumedPoints } = answer ?? (await this.local.penalty(name, amount));
    return {
      counter,
      minute,
      isShared: answer !== undefined,
      total: consumedPoints,
      resetIn: untilEndOf(minute, now()),
    };
  }

  /**
   * Takes back a part of an entry, from where it was counted: in another minute or another store it
   * would be a present. What was counted in a Redis that is gone is gone.
   */
  async takeBack(entry: Entry, amount: number): Promise<void> {
    const name = nameOf(entry.counter, entry.minute);
    if (entry.isShared) await this.askShared((shared) => shared.reward(name, amount));
    else await this.local.reward(name, amount);
  }

  private askShared(
    command: (shared: RateLimiterRedis) => Promise<RateLimiterRes>,
  ): Promise<RateLimiterRes | undefined> {
    const { shared } = this;
    if (shared === undefined) return Promise.resolve(undefined);
    return this.store.ask(() => command(shared));
  }
}

function nameOf(counter: string, minute: number): string {
  return `${counter}:${String(minute)}`;
}
