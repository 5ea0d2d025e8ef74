import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { defer, finalize, type Observable, switchMap, tap } from 'rxjs';
import { requestContext } from '../../common/http/request-context';
import { StreamSummary } from '../../common/http/stream-summary';
import { type Cost, estimateCost, tokensOf } from '../lib/estimate-cost';
import { rateLimitHeaders } from '../lib/rate-limit-headers';
import { tooManyTokens } from '../lib/refusals';
import { LimitsService } from '../services/limits.service';
import { type Reservation, TokenBudgetService } from '../services/token-budget.service';

/**
 * Keeps a key within its tokens per minute. An interceptor and no guard, because the estimate needs
 * the body, which is read after the guards.
 */
@Injectable()
export class TokenBudgetInterceptor implements NestInterceptor {
  constructor(
    private readonly limits: LimitsService,
    private readonly budget: TokenBudgetService,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!this.limits.isMetered(context)) return next.handle();
    const http = context.switchToHttp();
    const response = http.getResponse<Response>();
    const { keyId, limits } = this.limits.of(response);
    const limit = limits.tokensPerMinute;
    if (limit === 0) return next.handle();
    const { body } = http.getRequest<Request>() as { readonly body: unknown };
    const cost = estimateCost(body, requestContext(response).bodyBytes ?? 0);
    // A request that may cost more than the limit still runs, in a minute that it has for itself.
    const amount = Math.min(cost.input + cost.output, limit);
    return defer(() => this.reserve(response, { keyId, amount, limit })).pipe(
      switchMap((reservation) => this.settleAfter(next.handle(), reservation, cost)),
    );
  }

  private async reserve(
    response: Response,
    { keyId, amount, limit }: { keyId: string; amount: number; limit: number },
  ): Promise<Reservation> {
    const reservation = await this.budget.reserve(keyId, amount);
    const { total, resetIn } = reservation.entry;
    const isRefused = total > limit;
    const used = isRefused ? total - amount : total;
    response.setHeaders(rateLimitHeaders('tokens', { limit, used, resetIn }));
    if (!isRefused) return reservation;
    await this.budget.settle(reservation, 0);
    const left = Math.max(0, limit - used);
    return this.limits.refuse('tokens', tooManyTokens({ limit, left, asked: amount }, resetIn));
  }

  /** Settles once, however the handler ends. A request that had no output at all costs nothing. */
  private settleAfter(
    results: Observable<unknown>,
    reservation: Reservation,
    cost: Cost,
  ): Observable<unknown> {
    let used = 0;
    return results.pipe(
      tap((result) => {
        if (result instanceof StreamSummary) used = tokensUsed(result, cost);
      }),
      finalize(() => void this.budget.settle(reservation, used)),
    );
  }
}

/** What the upstream reported, or what was read and written when the answer was cut off. */
function tokensUsed({ generation }: StreamSummary, cost: Cost): number {
  const { usage, textLength, reasoningLength } = generation;
  return usage?.totalTokens ?? cost.input + tokensOf(textLength + reasoningLength);
}
