import { Inject, Injectable } from '@nestjs/common';
import { catchError, defer, type Observable, of, tap } from 'rxjs';
import { now } from '../../common/clock';
import { toGatewayError, type GatewayError } from '../../protocol/gateway-error';
import type { StreamPart } from '../../protocol/stream-part';
import type { UpstreamStatusDto } from '../dto/upstream-status.dto';
import { type UpstreamCall, UpstreamDriver } from '../upstream-driver';

/** Opens generations at the upstream and remembers how that went. */
@Injectable()
export class UpstreamService {
  private lastSuccess: number | undefined;
  private lastFailure: { readonly at: number; readonly code: string } | undefined;
  private failuresInARow = 0;

  constructor(@Inject(UpstreamDriver) private readonly driver: UpstreamDriver) {}

  /** Cold. Never fails: a failure is the last part, so that text held back before it is not lost. */
  open(call: UpstreamCall): Observable<readonly StreamPart[]> {
    return defer(() => this.driver.open(call)).pipe(
      catchError((error: unknown) =>
        of([{ type: 'error', error: toGatewayError(error) } as const]),
      ),
      tap((parts) => {
        this.observe(parts.at(-1));
      }),
    );
  }

  status(): UpstreamStatusDto {
    return {
      ...this.driver.describe(),
      last_success_at: this.lastSuccess ?? null,
      last_failure_at: this.lastFailure?.at ?? null,
      last_failure_code: this.lastFailure?.code ?? null,
      failures_in_a_row: this.failuresInARow,
    };
  }

  private observe(part: StreamPart | undefined): void {
    if (part?.type === 'finish') {
      this.lastSuccess = toSeconds(now());
      this.failuresInARow = 0;
    } else if (part?.type === 'error') {
      this.remember(part.error);
    }
  }

  private remember(error: GatewayError): void {
    this.lastFailure = { at: toSeconds(now()), code: error.code ?? error.kind };
    this.failuresInARow += 1;
  }
}

function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
