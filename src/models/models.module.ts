import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { ModelsController } from './controllers/models.controller';
import { LiveModelsService } from './services/live-models.service';
import { ModelsService } from './services/models.service';

@Module({
  imports: [HttpModule],
  controllers: [ModelsController],
  providers: [LiveModelsService, ModelsService],
  exports: [ModelsService],
})
export class ModelsModule {}
