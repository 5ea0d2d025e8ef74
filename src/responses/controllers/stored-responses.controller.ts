import { Controller, Delete, Get, Param, Query, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { requestContext } from '../../common/http/request-context';
import { ResponseDto } from '../dto/response.dto';
import { DeletedResponseDto, InputItemListDto } from '../dto/stored-response.dto';
import type { PageQuery } from '../lib/list-input-items';
import { StoredResponsesService } from '../services/stored-responses.service';

const ID = {
  name: 'id',
  description: 'Id of a response that this key has made.',
  example: 'resp_5f1d7a84d2a14a0ab2c3d4e5f6071829',
};

@ApiTags('Responses')
@ApiBearerAuth()
@Controller('v1/responses')
export class StoredResponsesController {
  constructor(private readonly responses: StoredResponsesService) {}

  /** Gives a response that is kept. */
  @Get(':id')
  @ApiOperation({ operationId: 'retrieveResponse' })
  @ApiParam(ID)
  @ApiOkResponse({ type: ResponseDto, description: 'The response.' })
  @ApiErrors(400, 401, 404, 500)
  retrieve(
    @Param('id') id: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ResponseDto> {
    return this.responses.retrieve(id, ownerOf(response), query);
  }

  /** Keeps a response no longer. */
  @Delete(':id')
  @ApiOperation({ operationId: 'deleteResponse' })
  @ApiParam(ID)
  @ApiOkResponse({ type: DeletedResponseDto, description: 'The response is gone.' })
  @ApiErrors(401, 404, 500)
  remove(
    @Param('id') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DeletedResponseDto> {
    return this.responses.remove(id, ownerOf(response));
  }

  /** Lists what the request of a response had as its input, without what came before it. */
  @Get(':id/input_items')
  @ApiOperation({ operationId: 'listInputItems' })
  @ApiParam(ID)
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
  })
  @ApiQuery({
    name: 'order',
    required: false,
    schema: { type: 'string', enum: ['asc', 'desc'], default: 'desc' },
  })
  @ApiQuery({
    name: 'after',
    required: false,
    description: 'Id of the item before the page.',
    schema: { type: 'string' },
  })
  @ApiOkResponse({ type: InputItemListDto, description: 'A page of items.' })
  @ApiErrors(400, 401, 404, 500)
  listInput(
    @Param('id') id: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<InputItemListDto> {
    return this.responses.listInput(id, ownerOf(response), query);
  }
}

function ownerOf(response: Response): string {
  return requestContext(response).keyId ?? '';
}
