import { Module } from '@nestjs/common';
import { AboutController } from './controllers/about.controller';
import { HealthController } from './controllers/health.controller';
import { DrainService } from './services/drain.service';

@Module({
  controllers: [AboutController, HealthController],
  providers: [DrainService],
})
export class HealthModule {}
