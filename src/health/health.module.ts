import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AboutController } from './controllers/about.controller';
import { HealthController } from './controllers/health.controller';
import { DrainService } from './services/drain.service';
import { ReadinessService } from './services/readiness.service';

@Module({
  // Whoever asks is told; a line in the log for each time would hide the others.
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [AboutController, HealthController],
  providers: [DrainService, ReadinessService],
})
export class HealthModule {}
