import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AuthModule } from './auth/auth.module';
import { ChatModule } from './chat/chat.module';
import { CapacityModule } from './common/capacity/capacity.module';
import { GatewayExceptionFilter } from './common/filters/gateway-exception.filter';
import { ShutdownModule } from './common/http/shutdown.module';
import { DebugLoggingInterceptor } from './common/interceptors/debug-logging.interceptor';
import { JsonBodyModule } from './common/json-body/json-body.module';
import { LoggingModule } from './common/logging/logging.module';
import { RequestBodyPipe } from './common/pipes/request-body.pipe';
import { SharedStoreModule } from './common/shared-store/shared-store.module';
import { TelemetryModule } from './common/telemetry/telemetry.module';
import { SettingsModule } from './config/settings.module';
import type { Settings } from './config/validate-environment';
import { HealthModule } from './health/health.module';
import { MessagesModule } from './messages/messages.module';
import { MetricsModule } from './metrics/metrics.module';
import { ModelsModule } from './models/models.module';
import { RateLimitModule } from './rate-limit/rate-limit.module';
import { ResponsesModule } from './responses/responses.module';
import { ToolsModule } from './tools/tools.module';
import { TracingModule } from './tracing/tracing.module';
import { UpstreamModule } from './upstream/upstream.module';

@Module({})
export class AppModule {
  static register(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.register(settings),
        CapacityModule,
        ShutdownModule,
        SharedStoreModule.register(settings),
        TelemetryModule,
        LoggingModule.register(settings),
        AuthModule,
        // After the keys are known: guards run in the order of their modules.
        RateLimitModule.register(settings),
        JsonBodyModule,
        HealthModule,
        ModelsModule,
        ChatModule,
        ResponsesModule,
        MessagesModule,
        ToolsModule,
        UpstreamModule,
        ...(settings.METRICS_ENABLED ? [MetricsModule] : []),
        ...(settings.IS_TRACED ? [TracingModule] : []),
      ],
      providers: [
        { provide: APP_FILTER, useClass: GatewayExceptionFilter },
        // Nest pays for each interceptor of each request, also for one that does nothing.
        ...(settings.DEBUG_LOGGING
          ? [{ provide: APP_INTERCEPTOR, useClass: DebugLoggingInterceptor }]
          : []),
        { provide: APP_PIPE, useClass: RequestBodyPipe },
      ],
    };
  }
}
