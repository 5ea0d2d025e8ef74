import { Global, Module } from '@nestjs/common';
import { Telemetry } from './telemetry.service';

/** Makes the one `Telemetry` available everywhere. */
@Global()
@Module({ providers: [Telemetry], exports: [Telemetry] })
export class TelemetryModule {}
