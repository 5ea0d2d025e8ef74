import { Module } from '@nestjs/common';
import { ModelsModule } from '../models/models.module';
import { ToolsModule } from '../tools/tools.module';
import { UpstreamModule } from '../upstream/upstream.module';
import { GenerationService } from './generation.service';

@Module({
  imports: [ModelsModule, ToolsModule, UpstreamModule],
  providers: [GenerationService],
  exports: [GenerationService],
})
export class GenerationModule {}
