import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
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
  @ApiErrors(401)
  status(): UpstreamStatusDto {
    return this.upstream.status();
  }
}
