import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AuthModule } from './auth/auth.module';
import { ChatModule } from './chat/chat.module';
import { CapacityModule } from './common/capacity/capacity.module';
import { OpenAiExceptionFilter } from './common/filters/openai-exception.filter';
import { DebugLoggingInterceptor } from './common/interceptors/debug-logging.interceptor';
import { JsonBodyInterceptor } from './common/interceptors/json-body.interceptor';
import { RequestBodyPipe } from './common/pipes/request-body.pipe';
import { SettingsModule } from './config/settings.module';
import type { Settings } from './config/validate-environment';
import { HealthModule } from './health/health.module';
import { ModelsModule } from './models/models.module';
import { RateLimitModule } from './rate-limit/rate-limit.module';
import { ToolsModule } from './tools/tools.module';
import { UpstreamModule } from './upstream/upstream.module';

@Module({})
export class AppModule {
  static register(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.register(settings),
        CapacityModule,
        AuthModule,
        // After the keys are known: guards run in the order of their modules.
        RateLimitModule,
        HealthModule,
        ModelsModule,
        ChatModule,
        ToolsModule,
        UpstreamModule,
      ],
      providers: [
        { provide: APP_FILTER, useClass: OpenAiExceptionFilter },
        { provide: APP_INTERCEPTOR, useClass: JsonBodyInterceptor },
        { provide: APP_INTERCEPTOR, useClass: DebugLoggingInterceptor },
        { provide: APP_PIPE, useClass: RequestBodyPipe },
      ],
    };
  }
}
