import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { UpstreamController } from './controllers/upstream.controller';
import { WebCredentialsService } from './drivers/web/web-credentials.service';
import { WebDriver } from './drivers/web/web.driver';
import { UpstreamService } from './services/upstream.service';
import { HttpStreamService } from './transport/http-stream.service';
import { UpstreamDriver } from './upstream-driver';

@Module({
  imports: [HttpModule],
  controllers: [UpstreamController],
  providers: [
    HttpStreamService,
    UpstreamService,
    WebCredentialsService,
    { provide: UpstreamDriver, useClass: WebDriver },
  ],
  exports: [UpstreamService],
})
export class UpstreamModule {}
