import { Inject, Injectable, Logger } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { defer, Observable } from 'rxjs';
import { now } from '../../common/clock';
import type { UpstreamAttempt } from '../../common/telemetry/telemetry-listener';
import { Telemetry } from '../../common/telemetry/telemetry.service';
import { toTraceHeaders } from '../../common/telemetry/trace-context';
import type { Settings } from '../../config/validate-environment';
import { toGatewayError } from '../../protocol/gateway-error';
import type { ModelProfile, NativeAbilities } from '../../protocol/model-profile';
import type { StartPart, StreamPart } from '../../protocol/stream-part';
import type { UpstreamListDto } from '../dto/upstream-status.dto';
import { measureAttempt } from '../measure-attempt';
import { toUpstreamState } from '../lib/to-upstream-state';
import { UpstreamHistory } from '../lib/upstream-history';
import { CircuitBreaker } from '../resilience/circuit-breaker';
import { RetryBudget } from '../resilience/retry-budget';
import { retryEarly } from '../resilience/retry-early';
import { throughCircuit } from '../resilience/through-circuit';
import type { UpstreamCall } from '../upstream-driver';
import { type ConfiguredUpstream, Upstreams } from '../upstreams';

interface Observed extends ConfiguredUpstream {
  readonly history: UpstreamHistory;
  readonly circuit: CircuitBreaker;
  readonly budget: RetryBudget;
}

type Parts = Observable<readonly StreamPart[]>;

/** Opens generations at the configured upstreams and remembers how that went. */
@Injectable()
export class UpstreamService {
  private readonly logger = new Logger(UpstreamService.name);
  private readonly upstreams: ReadonlyMap<string, Observed>;
  private readonly retries: number;

  constructor(
    @Inject(Upstreams) upstreams: Upstreams,
    private readonly telemetry: Telemetry,
    private readonly config: ConfigService<Settings, true>,
  ) {
    this.retries = config.get('UPSTREAM_RETRIES', { infer: true });
    this.upstreams = new Map(
      upstreams.map((upstream) => [upstream.definition.name, this.observe(upstream)]),
    );
  }

  /** What an upstream does by itself for a model. */
  abilities(name: string, profile: ModelProfile): NativeAbilities {
    return this.find(name).driver.abilities(profile);
  }

  /**
   * Cold. Never fails: a failure is the last part, so that text held back before it is not lost. The
   * first part names the upstream. An upstream that failed early is asked again, unless another one
   * can be asked instead.
   */
  open(name: string, call: UpstreamCall, { canFallBack }: { canFallBack: boolean }): Parts {
    const upstream = this.find(name);
    const { driver, history } = upstream;
    const retries = canFallBack ? 0 : this.retries;
    return new Observable((subscriber) => {
      let start: StartPart | undefined = {
        type: 'start',
        upstream: name,
        ignoredParameters: driver.ignoredParameters(call.request),
      };
      const pass = (parts: readonly StreamPart[]): void => {
        history.observe(parts.at(-1));
        const announced = start === undefined ? parts : [start, ...parts];
        start = undefined;
        subscriber.next(announced);
      };
      return this.attempt(upstream, call, retries).subscribe({
        next: pass,
        error: (error: unknown) => {
          pass([{ type: 'error', error: toGatewayError(error) }]);
          subscriber.complete();
        },
        complete: () => {
          subscriber.complete();
        },
      });
    });
  }

  status(): UpstreamListDto {
    return {
      upstreams: [...this.upstreams.values()].map(({ definition, driver, history, circuit }) =>
        toUpstreamState(definition, history, { ...driver.keys(), circuit: circuit.state }),
      ),
    };
  }

  private observe(upstream: ConfiguredUpstream): Observed {
    const { name } = upstream.definition;
    const circuit = new CircuitBreaker({
      failures: this.config.get('BREAKER_FAILURES', { infer: true }),
      openTime: this.config.get('BREAKER_OPEN_MS', { infer: true }),
      onChange: (state) => {
        this.logger.warn({ event: 'circuit', upstream: name, state });
        this.telemetry.circuitState({ upstream: name, state });
      },
    });
    return { ...upstream, circuit, history: new UpstreamHistory(now), budget: new RetryBudget() };
  }

  private attempt(observed: Observed, call: UpstreamCall, retries: number): Parts {
    const { definition, circuit, budget } = observed;
    return retryEarly(throughCircuit(circuit, this.measured(observed, call)), {
      retries,
      budget,
      onRetry: () => {
        this.telemetry.retry({ upstream: definition.name });
      },
    });
  }

  /** One attempt at an upstream, told to whoever measures. */
  private measured({ definition, driver }: Observed, call: UpstreamCall): Parts {
    return defer(() => {
      const { name, url } = definition;
      const { meter, modelId: model } = call;
      if (meter !== undefined) meter.attempts += 1;
      const attempt: UpstreamAttempt = { upstream: name, model, url, trace: meter?.trace };
      this.telemetry.upstreamStarted(attempt);
      const traceHeaders = toTraceHeaders(attempt.trace);
      return measureAttempt(driver.open({ traceHeaders, ...call }), (end) => {
        this.telemetry.upstreamRequest({ upstream: name, attempt, ...end });
      });
    });
  }

  private find(name: string): Observed {
    const upstream = this.upstreams.get(name);
    if (upstream === undefined) throw new Error(`There is no upstream ${name}.`);
    return upstream;
  }
}
