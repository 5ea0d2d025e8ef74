import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Response } from 'express';
import type { Settings } from '../../config/validate-environment';
import { onceClosed } from '../http/once-closed';

/** How many generations this process has in flight, and whether it takes another. */
@Injectable()
export class CapacityService {
  private inFlight = 0;
  private readonly limit: number;

  constructor(config: ConfigService<Settings, true>) {
    this.limit = config.get('MAX_INFLIGHT', { infer: true });
  }

  get isFull(): boolean {
    return this.limit > 0 && this.inFlight >= this.limit;
  }

  /** Takes a place until the response closes, however it ends; false when there is none. */
  admit(response: Response): boolean {
    if (this.isFull) return false;
    this.inFlight += 1;
    onceClosed(response, () => {
      this.inFlight -= 1;
    });
    return true;
  }
}
