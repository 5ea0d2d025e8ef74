import { Global, Module } from '@nestjs/common';
import { CapacityService } from './capacity.service';

/** One count for all: the limits fill it, the readiness probe reads it. */
@Global()
@Module({ providers: [CapacityService], exports: [CapacityService] })
export class CapacityModule {}
