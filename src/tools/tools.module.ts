import { Module } from '@nestjs/common';
import { ToolsController } from './controllers/tools.controller';
import { ToolsService } from './services/tools.service';

@Module({
  controllers: [ToolsController],
  providers: [ToolsService],
  exports: [ToolsService],
})
export class ToolsModule {}
