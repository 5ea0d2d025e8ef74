import { Inject, Injectable } from '@nestjs/common';
import { catchError, defer, map, type Observable, of } from 'rxjs';
import { now } from '../../common/clock';
import type { UpstreamAttempt } from '../../common/telemetry/telemetry-listener';
import { Telemetry } from '../../common/telemetry/telemetry.service';
import { toTraceHeaders } from '../../common/telemetry/trace-context';
import { toGatewayError } from '../../protocol/gateway-error';
import type { ModelProfile, NativeAbilities } from '../../protocol/model-profile';
import type { StreamPart } from '../../protocol/stream-part';
import type { UpstreamListDto } from '../dto/upstream-status.dto';
import { measureAttempt } from '../measure-attempt';
import { toUpstreamState } from '../lib/to-upstream-state';
import { UpstreamHistory } from '../lib/upstream-history';
import type { UpstreamCall } from '../upstream-driver';
import { type ConfiguredUpstream, Upstreams } from '../upstreams';

interface Observed extends ConfiguredUpstream {
  readonly history: UpstreamHistory;
}

/** Opens generations at the configured upstreams and remembers how that went. */
@Injectable()
export class UpstreamService {
  private readonly upstreams: ReadonlyMap<string, Observed>;

  constructor(
    @Inject(Upstreams) upstreams: Upstreams,
    private readonly telemetry: Telemetry,
  ) {
    this.upstreams = new Map(
      upstreams.map((upstream) => [
        upstream.definition.name,
        { ...upstream, history: new UpstreamHistory(now) },
      ]),
    );
  }

  /** What an upstream does by itself for a model. */
  abilities(name: string, profile: ModelProfile): NativeAbilities {
    return this.find(name).driver.abilities(profile);
  }

  /**
   * Cold. Never fails: a failure is the last part, so that text held back before it is not lost. The
   * first part names the upstream.
   */
  open(name: string, call: UpstreamCall): Observable<readonly StreamPart[]> {
    const { driver, history } = this.find(name);
    return defer(() => {
      const ignoredParameters = driver.ignoredParameters(call.request);
      let start: StreamPart | undefined = { type: 'start', upstream: name, ignoredParameters };
      return this.attempt(name, call).pipe(
        catchError((error: unknown) =>
          of([{ type: 'error', error: toGatewayError(error) } as const]),
        ),
        map((parts) => {
          history.observe(parts.at(-1));
          if (start === undefined) return parts;
          const announced = [start, ...parts];
          start = undefined;
          return announced;
        }),
      );
    });
  }

  status(): UpstreamListDto {
    return {
      upstreams: [...this.upstreams.values()].map(({ definition, driver, history }) =>
        toUpstreamState(definition, history, driver.keys()),
      ),
    };
  }

  /** One attempt at an upstream, told to whoever measures. */
  private attempt(name: string, call: UpstreamCall): Observable<readonly StreamPart[]> {
    return defer(() => {
      const { driver, definition } = this.find(name);
      const { meter, modelId: model } = call;
      if (meter !== undefined) meter.attempts += 1;
      const attempt: UpstreamAttempt = {
        upstream: name,
        model,
        url: definition.url,
        trace: meter?.trace,
      };
      this.telemetry.upstreamStarted(attempt);
      const traceHeaders = toTraceHeaders(attempt.trace);
      return measureAttempt(driver.open({ ...call, traceHeaders }), (end) => {
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
