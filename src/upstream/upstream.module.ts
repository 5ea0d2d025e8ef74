import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { UpstreamController } from './controllers/upstream.controller';
import { DriverFactory } from './services/driver-factory.service';
import { UpstreamService } from './services/upstream.service';
import { HttpStreamService } from './transport/http-stream.service';
import { Upstreams } from './upstreams';

@Module({
  imports: [HttpModule],
  controllers: [UpstreamController],
  providers: [
    DriverFactory,
    HttpStreamService,
    UpstreamService,
    {
      provide: Upstreams,
      inject: [DriverFactory],
      useFactory: (drivers: DriverFactory): Upstreams => drivers.createAll(),
    },
  ],
  exports: [UpstreamService],
})
export class UpstreamModule {}
