import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { CapacityService } from '../../common/capacity/capacity.service';
import { onceClosed } from '../../common/http/once-closed';
import { rateLimitHeaders } from '../lib/rate-limit-headers';
import { overloaded, tooManyAtOnce, tooManyRequests } from '../lib/refusals';
import { LimitsService } from '../services/limits.service';
import { MinuteCountersService } from '../services/minute-counters.service';
import { SlotsService } from '../services/slots.service';

/**
 * Lets a metered request pass when the process has room and its key is within its limits. What the
 * request takes is freed when its response closes, whatever closes it.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly limits: LimitsService,
    private readonly capacity: CapacityService,
    private readonly slots: SlotsService,
    private readonly counters: MinuteCountersService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.limits.isMetered(context)) return true;
    const response = context.switchToHttp().getResponse<Response>();
    if (!this.capacity.admit(response)) this.limits.refuse('capacity', overloaded());
    const { keyId, limits } = this.limits.of(response);
    // The slot comes first: a request that is refused for it does not count as a request.
    if (limits.concurrency > 0) await this.takeSlot(response, keyId, limits.concurrency);
    if (limits.requestsPerMinute > 0) {
      await this.countRequest(response, keyId, limits.requestsPerMinute);
    }
    return true;
  }

  private async takeSlot(response: Response, keyId: string, limit: number): Promise<void> {
    const free = await this.slots.acquire(keyId, limit);
    if (free === undefined) this.limits.refuse('concurrency', tooManyAtOnce(limit));
    onceClosed(response, free);
  }

  private async countRequest(response: Response, keyId: string, limit: number): Promise<void> {
    const { total: used, resetIn } = await this.counters.add(`requests:${keyId}`, 1);
    response.setHeaders(rateLimitHeaders('requests', { limit, used, resetIn }));
    if (used > limit) this.limits.refuse('requests', tooManyRequests(limit, resetIn));
  }
}
