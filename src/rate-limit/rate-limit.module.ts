import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { RateLimitGuard } from './guards/rate-limit.guard';
import { TokenBudgetInterceptor } from './interceptors/token-budget.interceptor';
import { LimitsService } from './services/limits.service';
import { MinuteCountersService } from './services/minute-counters.service';
import { SlotsService } from './services/slots.service';
import { TokenBudgetService } from './services/token-budget.service';

@Module({
  providers: [
    LimitsService,
    MinuteCountersService,
    SlotsService,
    TokenBudgetService,
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_INTERCEPTOR, useClass: TokenBudgetInterceptor },
  ],
})
export class RateLimitModule {}
