import { Module } from '@nestjs/common';
import { AnswerModule } from '../answer/answer.module';
import { ChatCompletionsController } from './controllers/chat-completions.controller';
import { ChatCompletionsService } from './services/chat-completions.service';

@Module({
  imports: [AnswerModule],
  controllers: [ChatCompletionsController],
  providers: [ChatCompletionsService],
})
export class ChatModule {}
