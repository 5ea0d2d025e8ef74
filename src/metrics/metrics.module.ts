import { Module } from '@nestjs/common';
import { ModelsModule } from '../models/models.module';
import { MetricsController } from './controllers/metrics.controller';
import { MetricsService } from './services/metrics.service';

@Module({
  imports: [ModelsModule],
  controllers: [MetricsController],
  providers: [MetricsService],
})
export class MetricsModule {}
