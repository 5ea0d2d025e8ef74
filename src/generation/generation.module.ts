import { Module } from '@nestjs/common';
import { ModelsModule } from '../models/models.module';
import { StructuredOutputModule } from '../structured-output/structured-output.module';
import { ToolsModule } from '../tools/tools.module';
import { UpstreamModule } from '../upstream/upstream.module';
import { GenerationPlanner } from './generation-planner.service';
import { GenerationService } from './generation.service';

@Module({
  imports: [ModelsModule, StructuredOutputModule, ToolsModule, UpstreamModule],
  providers: [GenerationPlanner, GenerationService],
  exports: [GenerationService],
})
export class GenerationModule {}
