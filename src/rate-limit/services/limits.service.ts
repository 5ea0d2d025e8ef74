import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { IS_METERED } from '../../common/decorators/metered.decorator';
import type { KeyLimits } from '../../common/http/key-limits';
import { requestContext } from '../../common/http/request-context';
import { Telemetry } from '../../common/telemetry/telemetry.service';
import type { Settings } from '../../config/validate-environment';
import type { GatewayError } from '../../protocol/gateway-error';

/** Which limit turned a request away; `capacity` is that of the process. */
export type RefusalReason = 'capacity' | 'concurrency' | 'requests' | 'tokens';

/** Limits with nothing left open; 0 is no limit. */
type ResolvedLimits = { readonly [Name in keyof KeyLimits]-?: number };

/** Which limits a request is under. */
@Injectable()
export class LimitsService {
  private readonly defaults: ResolvedLimits;

  constructor(
    private readonly reflector: Reflector,
    private readonly telemetry: Telemetry,
    config: ConfigService<Settings, true>,
  ) {
    this.defaults = {
      requestsPerMinute: config.get('KEY_RPM', { infer: true }),
      tokensPerMinute: config.get('KEY_TPM', { infer: true }),
      concurrency: config.get('KEY_CONCURRENCY', { infer: true }),
    };
  }

  /** True for routes that make the upstream generate. */
  isMetered(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<boolean | undefined>(IS_METERED, targets) === true;
  }

  /** The key of a request, and what it may use. */
  of(response: Response): { readonly keyId: string; readonly limits: ResolvedLimits } {
    const { keyId = 'anonymous', keyLimits = {} } = requestContext(response);
    const { requestsPerMinute, tokensPerMinute, concurrency } = this.defaults;
    return {
      keyId,
      limits: {
        requestsPerMinute: keyLimits.requestsPerMinute ?? requestsPerMinute,
        tokensPerMinute: keyLimits.tokensPerMinute ?? tokensPerMinute,
        concurrency: keyLimits.concurrency ?? concurrency,
      },
    };
  }

  /** Turns a request away, and tells whoever counts that. */
  refuse(reason: RefusalReason, error: GatewayError): never {
    this.telemetry.rejected({ reason });
    throw error;
  }
}
