import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';
import { Metered } from '../../common/decorators/metered.decorator';
import type { StreamSummary } from '../../common/http/stream-summary';
import { ApiCountTokens } from '../decorators/api-count-tokens.decorator';
import { ApiCreateMessage } from '../decorators/api-create-message.decorator';
import { CountTokensRequestDto, MessageRequestDto } from '../dto/message-request.dto';
import type { MessageTokenCountDto } from '../dto/message.dto';
import { MessagesService } from '../services/messages.service';

@ApiTags('Messages')
@ApiBearerAuth()
@ApiSecurity('apiKey')
@Controller('v1/messages')
export class MessagesController {
  constructor(private readonly messages: MessagesService) {}

  /** Answers a conversation in Anthropic's dialect, streaming or not. */
  @Post()
  @HttpCode(200)
  @Metered()
  @ApiCreateMessage()
  create(
    @Body() body: MessageRequestDto,
    @Res() response: Response,
    @Headers() headers: IncomingHttpHeaders,
  ): Promise<StreamSummary> {
    return this.messages.create(body, response, headers);
  }

  /** Estimates the tokens of a request, without sending it to an upstream. */
  @Post('count_tokens')
  @HttpCode(200)
  @ApiCountTokens()
  count(
    @Body() body: CountTokensRequestDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MessageTokenCountDto> {
    return this.messages.count(body, response);
  }
}
