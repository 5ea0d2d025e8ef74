import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { CapacityService } from '../../common/capacity/capacity.service';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { Public } from '../../common/decorators/public.decorator';
import { HealthDto } from '../dto/health.dto';
import { DrainService } from '../services/drain.service';

@Public()
@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(
    private readonly drain: DrainService,
    private readonly capacity: CapacityService,
  ) {}

  /**
   * Tells that the process serves requests.
   * @remarks Never asks the upstream: its failures are no reason to restart the gateway.
   */
  @Get('live')
  @ApiOperation({ operationId: 'getLiveness' })
  @ApiOkResponse({ type: HealthDto, description: 'The process serves requests.' })
  @ApiErrors(500)
  live(): HealthDto {
    return { status: 'ok' };
  }

  /** Tells whether to send new requests here. */
  @Get('ready')
  @ApiOperation({ operationId: 'getReadiness' })
  @ApiOkResponse({ type: HealthDto, description: 'The service takes requests.' })
  @ApiServiceUnavailableResponse({
    type: HealthDto,
    description: 'The service shuts down, or has all the requests in progress that it takes on.',
  })
  @ApiErrors(500)
  ready(@Res({ passthrough: true }) response: Response): HealthDto {
    const status = this.drain.isDraining ? 'draining' : this.capacity.isFull ? 'full' : 'ok';
    if (status !== 'ok') response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status };
  }
}
