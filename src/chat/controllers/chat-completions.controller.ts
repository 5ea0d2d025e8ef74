import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';
import { Metered } from '../../common/decorators/metered.decorator';
import type { StreamSummary } from '../../common/http/stream-summary';
import { ApiChatCompletion } from '../decorators/api-chat-completion.decorator';
import { ChatCompletionRequestDto } from '../dto/chat-completion-request.dto';
import { ChatCompletionsService } from '../services/chat-completions.service';

@ApiTags('Chat')
@ApiBearerAuth()
@Controller('v1/chat/completions')
export class ChatCompletionsController {
  constructor(private readonly completions: ChatCompletionsService) {}

  /** Answers a conversation, streaming or not. */
  @Post()
  @HttpCode(200)
  @Metered()
  @ApiChatCompletion()
  create(
    @Body() body: ChatCompletionRequestDto,
    @Res() response: Response,
    @Headers() headers: IncomingHttpHeaders,
  ): Promise<StreamSummary> {
    return this.completions.create(body, response, headers);
  }
}
