import { Global, Module } from '@nestjs/common';
import { InFlight } from './in-flight';

/** One count for the whole process: whoever admits requests and whoever reports the load share it. */
@Global()
@Module({ providers: [InFlight], exports: [InFlight] })
export class InFlightModule {}
