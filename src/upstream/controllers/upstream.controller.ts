import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { UpstreamStatusDto } from '../dto/upstream-status.dto';
import { UpstreamService } from '../services/upstream.service';

@ApiTags('Operations')
@ApiBearerAuth()
@Controller('upstream')
export class UpstreamController {
  constructor(private readonly upstream: UpstreamService) {}

  /** Tells how the upstream did lately. */
  @Get('status')
  @ApiOperation({ operationId: 'getUpstreamStatus' })
  @ApiOkResponse({ type: UpstreamStatusDto, description: 'What happened lately.' })
  @ApiErrors(401, 500)
  status(): UpstreamStatusDto {
    return this.upstream.status();
  }
}
