import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { Public } from '../../common/decorators/public.decorator';
import { HealthDto } from '../dto/health.dto';
import { DrainService } from '../services/drain.service';

@Public()
@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(private readonly drain: DrainService) {}

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
  @ApiServiceUnavailableResponse({ type: HealthDto, description: 'The service shuts down.' })
  @ApiErrors(500)
  ready(@Res({ passthrough: true }) response: Response): HealthDto {
    if (!this.drain.isDraining) return { status: 'ok' };
    response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status: 'draining' };
  }
}
