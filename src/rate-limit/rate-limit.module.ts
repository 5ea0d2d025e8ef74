import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { Settings } from '../config/validate-environment';
import { RateLimitGuard } from './guards/rate-limit.guard';
import { TokenBudgetInterceptor } from './interceptors/token-budget.interceptor';
import { LimitsService } from './services/limits.service';
import { MinuteCountersService } from './services/minute-counters.service';
import { SlotsService } from './services/slots.service';
import { TokenBudgetService } from './services/token-budget.service';

/** The limits of keys. */
@Module({})
export class RateLimitModule {
  static register({ KEY_TPM, KEYS_FILE }: Settings): DynamicModule {
    // The file may set such a limit at any time.
    const mayLimitTokens = KEY_TPM > 0 || KEYS_FILE !== undefined;
    return {
      module: RateLimitModule,
      providers: [
        LimitsService,
        MinuteCountersService,
        SlotsService,
        TokenBudgetService,
        { provide: APP_GUARD, useClass: RateLimitGuard },
        ...(mayLimitTokens ? [{ provide: APP_INTERCEPTOR, useClass: TokenBudgetInterceptor }] : []),
      ],
    };
  }
}
