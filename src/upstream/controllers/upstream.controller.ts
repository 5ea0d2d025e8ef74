import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { UpstreamListDto } from '../dto/upstream-status.dto';
import { UpstreamService } from '../services/upstream.service';

@ApiTags('Operations')
@ApiBearerAuth()
@Controller('upstream')
export class UpstreamController {
  constructor(private readonly upstream: UpstreamService) {}

  /** Tells how the upstreams did lately and how their keys are doing. */
  @Get('status')
  @ApiOperation({ operationId: 'getUpstreamStatus' })
  @ApiOkResponse({ type: UpstreamListDto, description: 'What happened lately.' })
  @ApiErrors(401, 500)
  status(): UpstreamListDto {
    return this.upstream.status();
  }
}
