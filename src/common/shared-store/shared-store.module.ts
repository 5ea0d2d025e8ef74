import { type DynamicModule, Module } from '@nestjs/common';
import type { Settings } from '../../config/validate-environment';
import { SHARED_CLIENT, SharedStoreService } from './shared-store.service';

/** One connection for all that replicas share. */
@Module({})
export class SharedStoreModule {
  static register({ REDIS_URL }: Settings): DynamicModule {
    return {
      module: SharedStoreModule,
      global: true,
      providers: [
        SharedStoreService,
        {
          provide: SHARED_CLIENT,
          useFactory: async () => {
            if (REDIS_URL === undefined) return undefined;
            // Most run without Redis: its client takes 8 MB and a part of the start.
            const { createRedisClient } = await import('./create-redis-client');
            return createRedisClient(REDIS_URL);
          },
        },
      ],
      exports: [SharedStoreService],
    };
  }
}
