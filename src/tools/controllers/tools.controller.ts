import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { ToolPreviewDto, ToolPreviewRequestDto } from '../dto/tool-preview.dto';
import { ToolsService } from '../services/tools.service';

@ApiTags('Tools')
@ApiBearerAuth()
@Controller('tools')
export class ToolsController {
  constructor(private readonly tools: ToolsService) {}

  /** Shows the messages that a chat request with tools becomes, without sending them. */
  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ operationId: 'previewTools' })
  @ApiOkResponse({ type: ToolPreviewDto, description: 'What the upstream would get.' })
  @ApiErrors(400, 401, 413, 415, 500)
  preview(@Body() body: ToolPreviewRequestDto): ToolPreviewDto {
    return this.tools.preview(body);
  }
}
