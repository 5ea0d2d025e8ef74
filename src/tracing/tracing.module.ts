import { Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { TracingService } from './tracing.service';

/** Traces by OpenTelemetry. Imported only when its variables ask for them. */
@Module({ providers: [TracingService] })
export class TracingModule implements OnModuleInit, OnApplicationShutdown {
  private stop: (() => Promise<void>) | undefined;

  // It patches no library, so it need not come before them; what spans go to is found when it has.
  async onModuleInit(): Promise<void> {
    const { startTracing } = await import('./start-tracing');
    this.stop = startTracing();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stop?.();
  }
}
