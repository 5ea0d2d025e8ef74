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
import { LivenessDto, ReadinessDto } from '../dto/health.dto';
import { ReadinessService } from '../services/readiness.service';

@Public()
@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: ReadinessService) {}

  /**
   * Tells that the process serves requests.
   * @remarks Never asks the upstream: its failures are no reason to restart the gateway.
   */
  @Get('live')
  @ApiOperation({ operationId: 'getLiveness' })
  @ApiOkResponse({ type: LivenessDto, description: 'The process serves requests.' })
  @ApiErrors(500)
  live(): LivenessDto {
    return { status: 'ok' };
  }

  /**
   * Tells whether to send new requests here.
   * @remarks Knows this process only. How the upstreams are doing is told by `GET /upstream/status`.
   */
  @Get('ready')
  @ApiOperation({ operationId: 'getReadiness' })
  @ApiOkResponse({ type: ReadinessDto, description: 'The service takes requests.' })
  @ApiServiceUnavailableResponse({
    type: ReadinessDto,
    description: 'The service shuts down, or serves as many requests as it may.',
  })
  @ApiErrors(500)
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadinessDto> {
    const readiness = await this.readiness.check();
    if (readiness.status !== 'ok') response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return readiness;
  }
}
