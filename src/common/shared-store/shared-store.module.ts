import { Global, Module } from '@nestjs/common';
import { SharedStoreService } from './shared-store.service';

/** One connection for all that replicas share. */
@Global()
@Module({ providers: [SharedStoreService], exports: [SharedStoreService] })
export class SharedStoreModule {}
