import { Global, Module } from '@nestjs/common';
import { ExchangeObserver } from './exchange-observer.service';
import { Telemetry } from './telemetry.service';

/** Makes the one `Telemetry` available everywhere. */
@Global()
@Module({ providers: [Telemetry, ExchangeObserver], exports: [Telemetry] })
export class TelemetryModule {}
