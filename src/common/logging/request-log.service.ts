import { Injectable, Logger } from '@nestjs/common';
import type { ExchangeEnd, TelemetryListener } from '../telemetry/telemetry-listener';
import { Telemetry } from '../telemetry/telemetry.service';
import { describeExchangeEnd } from './describe-exchange-end';

/** What is asked every few seconds says nothing while it works. */
const OF_MACHINES = /^\/(health\/|metrics$)/;

/** Writes one line per request, when its response is over. */
@Injectable()
export class RequestLog implements TelemetryListener {
  private readonly logger = new Logger('Http');

  constructor(telemetry: Telemetry) {
    telemetry.listen(this);
  }

  exchangeEnded(exchange: ExchangeEnd): void {
    const line = describeExchangeEnd(exchange);
    if (OF_MACHINES.test(exchange.route)) this.logger.debug(line);
    else this.logger.log(line);
  }
}
