import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Response } from 'express';
import { ApiErrors } from '../../common/decorators/api-errors.decorator';
import { Public } from '../../common/decorators/public.decorator';
import type { Settings } from '../../config/validate-environment';
import { GatewayError } from '../../protocol/gateway-error';
import { MetricsService } from '../services/metrics.service';

@Public()
@ApiTags('Operations')
@Controller('metrics')
export class MetricsController {
  private readonly expected: Buffer | undefined;

  constructor(
    private readonly metrics: MetricsService,
    config: ConfigService<Settings, true>,
  ) {
    const token = config.get('METRICS_TOKEN', { infer: true });
    this.expected = token === '' ? undefined : hash(`Bearer ${token}`);
  }

  /**
   * Gives the metrics of this process in Prometheus' text format.
   * @remarks With `METRICS_TOKEN` set, that token is the key; those of clients are not accepted.
   */
  @Get()
  @ApiOperation({ operationId: 'getMetrics' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' }, description: 'All metrics.' })
  @ApiErrors(401, 500)
  async scrape(
    @Res({ passthrough: true }) response: Response,
    @Headers('authorization') authorization = '',
  ): Promise<string> {
    if (this.expected !== undefined && !timingSafeEqual(this.expected, hash(authorization))) {
      throw new GatewayError('unauthenticated', 'Give METRICS_TOKEN as a bearer token.', {
        code: 'invalid_api_key',
      });
    }
    response.type(this.metrics.contentType);
    return this.metrics.render();
  }
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
