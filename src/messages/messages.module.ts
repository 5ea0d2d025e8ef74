import { Module } from '@nestjs/common';
import { AnswerModule } from '../answer/answer.module';
import { GenerationModule } from '../generation/generation.module';
import { MessagesController } from './controllers/messages.controller';
import { MessagesService } from './services/messages.service';

@Module({
  imports: [AnswerModule, GenerationModule],
  controllers: [MessagesController],
  providers: [MessagesService],
})
export class MessagesModule {}
