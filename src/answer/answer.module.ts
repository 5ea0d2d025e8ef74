import { Module } from '@nestjs/common';
import { ResponseStreamer } from '../common/http/response-streamer';
import { GenerationModule } from '../generation/generation.module';
import { AnswerService } from './services/answer.service';
import { ReasoningSeal } from './services/reasoning-seal.service';

@Module({
  imports: [GenerationModule],
  providers: [AnswerService, ReasoningSeal, ResponseStreamer],
  exports: [AnswerService, ReasoningSeal],
})
export class AnswerModule {}
