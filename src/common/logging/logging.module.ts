import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Settings } from '../../config/validate-environment';
import { createPino } from './create-pino';
import { RequestLog } from './request-log.service';

/** The log: Nest's loggers write through pino, and each request is one line. */
@Module({})
export class LoggingModule {
  static register(settings: Settings): DynamicModule {
    return {
      module: LoggingModule,
      imports: [
        LoggerModule.forRoot({
          pinoHttp: { logger: createPino(settings), autoLogging: false },
          // No logger per request: sockets to upstreams serve many, so what they cause would be
          // logged with the id of whoever opened them.
          forRoutes: [],
        }),
      ],
      providers: [RequestLog],
    };
  }
}
