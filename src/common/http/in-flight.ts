import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Response } from 'express';
import type { Settings } from '../../config/validate-environment';

/** Counts the requests that are being served, so that there are never too many of them at once. */
@Injectable()
export class InFlight {
  /** Requests that may be served at once; 0: any number. */
  readonly cap: number;
  private served = 0;

  constructor(config: ConfigService<Settings, true>) {
    this.cap = config.get('MAX_INFLIGHT', { infer: true });
  }

  /** Requests that are being served. */
  get count(): number {
    return this.served;
  }

  get isFull(): boolean {
    return this.cap > 0 && this.served >= this.cap;
  }

  /** Counts a request until its response is over; false when there is no room for it. */
  admit(response: Response): boolean {
    if (this.isFull) return false;
    if (response.closed) return true;
    this.served += 1;
    response.once('close', () => {
      this.served -= 1;
    });
    return true;
  }
}
