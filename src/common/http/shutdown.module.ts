import { Global, Module } from '@nestjs/common';
import { Shutdown } from './shutdown';

/** One end for the whole process: whoever decides on it and whoever answers share it. */
@Global()
@Module({ providers: [Shutdown], exports: [Shutdown] })
export class ShutdownModule {}
