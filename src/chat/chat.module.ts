import { Module } from '@nestjs/common';
import { ResponseStreamer } from '../common/http/response-streamer';
import { GenerationModule } from '../generation/generation.module';
import { ChatCompletionsController } from './controllers/chat-completions.controller';
import { ChatCompletionsService } from './services/chat-completions.service';

@Module({
  imports: [GenerationModule],
  controllers: [ChatCompletionsController],
  providers: [ChatCompletionsService, ResponseStreamer],
})
export class ChatModule {}
