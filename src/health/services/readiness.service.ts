import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import {
  HealthCheckService,
  type HealthCheckResult,
  type HealthIndicatorResult,
} from '@nestjs/terminus';
import { CapacityService } from '../../common/capacity/capacity.service';
import type { Settings } from '../../config/validate-environment';
import type { Readiness, ReadinessDto } from '../dto/health.dto';
import { DrainService } from './drain.service';

type CheckName = keyof ReadinessDto['checks'];

/**
 * Tells whether this process can take requests. Looks at nothing outside of it: a failing upstream
 * would make all replicas unready at once, and no other one could take over.
 */
@Injectable()
export class ReadinessService {
  constructor(
    private readonly health: HealthCheckService,
    private readonly drain: DrainService,
    private readonly capacity: CapacityService,
    private readonly config: ConfigService<Settings, true>,
  ) {}

  async check(): Promise<ReadinessDto> {
    const { details } = await this.run();
    const stateOf = (name: CheckName): 'up' | 'down' =>
      details[name]?.status === 'up' ? 'up' : 'down';
    const checks = {
      configuration: stateOf('configuration'),
      accepting: stateOf('accepting'),
      capacity: stateOf('capacity'),
    };
    return { status: toReadiness(checks), checks };
  }

  private async run(): Promise<HealthCheckResult> {
    try {
      return await this.health.check([
        () =>
          this.report('configuration', this.config.get('UPSTREAMS', { infer: true }).length > 0),
        () => this.report('accepting', !this.drain.isDraining),
        () => this.report('capacity', !this.capacity.isFull),
      ]);
    } catch (error) {
      // How terminus tells that a check is down.
      if (error instanceof ServiceUnavailableException)
        return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }

  private report(name: CheckName, isUp: boolean): HealthIndicatorResult {
    return { [name]: { status: isUp ? 'up' : 'down' } };
  }
}

function toReadiness({ configuration, accepting, capacity }: ReadinessDto['checks']): Readiness {
  if (accepting === 'down') return 'draining';
  if (capacity === 'down') return 'full';
  return configuration === 'up' ? 'ok' : 'unavailable';
}
