import { Module } from '@nestjs/common';
import { AnswerModule } from '../answer/answer.module';
import { ResponsesController } from './controllers/responses.controller';
import { StoredResponsesController } from './controllers/stored-responses.controller';
import { ConversationsService } from './services/conversations.service';
import { ResponseStore } from './services/response-store.service';
import { ResponsesService } from './services/responses.service';
import { StoredResponsesService } from './services/stored-responses.service';

@Module({
  imports: [AnswerModule],
  controllers: [ResponsesController, StoredResponsesController],
  providers: [ResponsesService, StoredResponsesService, ConversationsService, ResponseStore],
})
export class ResponsesModule {}
