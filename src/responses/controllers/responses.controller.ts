import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';
import { Metered } from '../../common/decorators/metered.decorator';
import type { StreamSummary } from '../../common/http/stream-summary';
import { ApiCreateResponse } from '../decorators/api-create-response.decorator';
import { CreateResponseDto } from '../dto/create-response.dto';
import { ResponsesService } from '../services/responses.service';

@ApiTags('Responses')
@ApiBearerAuth()
@Controller('v1/responses')
export class ResponsesController {
  constructor(private readonly responses: ResponsesService) {}

  /** Answers a conversation, streaming or not, and keeps it for the next request. */
  @Post()
  @HttpCode(200)
  @Metered()
  @ApiCreateResponse()
  create(
    @Body() body: CreateResponseDto,
    @Res() response: Response,
    @Headers() headers: IncomingHttpHeaders,
  ): Promise<StreamSummary> {
    return this.responses.create(body, response, headers);
  }
}
