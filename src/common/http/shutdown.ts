import { Injectable } from '@nestjs/common';
import { type Observable, ReplaySubject } from 'rxjs';
import { GatewayError } from '../../protocol/gateway-error';

/** Seconds: by then another replica, or the next start of this one, takes requests. */
const RETRY_AFTER = 1;

/** What answers need to know of the end of the service. */
@Injectable()
export class Shutdown {
  private readonly cutting = new ReplaySubject<GatewayError>(1);

  /** Emits once, when running answers have no more time: the error that ends them. */
  get cut(): Observable<GatewayError> {
    return this.cutting;
  }

  /** Ends all running answers. */
  cutAnswers(): void {
    this.cutting.next(
      new GatewayError('shutting-down', 'The gateway shuts down; send the request again.', {
        code: 'shutting_down',
        retryAfter: RETRY_AFTER,
      }),
    );
  }
}
