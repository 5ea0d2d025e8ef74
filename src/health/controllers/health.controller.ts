import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../../common/decorators/public.decorator';
import { HealthDto } from '../dto/health.dto';
import { DrainService } from '../services/drain.service';

@Public()
@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(private readonly drain: DrainService) {}

  /** Tells that the process serves requests. Never asks the upstream. */
  @Get('live')
  live(): HealthDto {
    return { status: 'ok' };
  }

  /** Tells whether to send new requests here. */
  @Get('ready')
  @ApiOkResponse({ type: HealthDto })
  @ApiServiceUnavailableResponse({ type: HealthDto, description: 'The service shuts down.' })
  ready(@Res({ passthrough: true }) response: Response): HealthDto {
    if (!this.drain.isDraining) return { status: 'ok' };
    response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status: 'draining' };
  }
}
