import { Inject, Injectable } from '@nestjs/common';
import { catchError, defer, finalize, map, type Observable, of, tap } from 'rxjs';
import { monotonicNow, now } from '../../common/clock';
import { Telemetry } from '../../common/telemetry/telemetry.service';
import { type GatewayError, toGatewayError } from '../../protocol/gateway-error';
import type { ModelProfile, NativeAbilities } from '../../protocol/model-profile';
import type { StreamPart } from '../../protocol/stream-part';
import type { UpstreamListDto } from '../dto/upstream-status.dto';
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
      return this.measured(name, driver.open(call)).pipe(
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

  /** One attempt at an upstream, whose end is told to whoever measures. */
  private measured(
    upstream: string,
    attempt: Observable<readonly StreamPart[]>,
  ): Observable<readonly StreamPart[]> {
    return defer(() => {
      const start = monotonicNow();
      let outcome = 'aborted';
      return attempt.pipe(
        tap({
          next: (parts) => {
            outcome = outcomeOf(parts.at(-1)) ?? outcome;
          },
          error: (error: unknown) => {
            outcome = codeOf(toGatewayError(error));
          },
        }),
        finalize(() => {
          const seconds = (monotonicNow() - start) / 1000;
          this.telemetry.upstreamRequest({ upstream, outcome, seconds });
        }),
      );
    });
  }

  private find(name: string): Observed {
    const upstream = this.upstreams.get(name);
    if (upstream === undefined) throw new Error(`There is no upstream ${name}.`);
    return upstream;
  }
}

/** How an attempt ended, if this part is its end. */
function outcomeOf(part: StreamPart | undefined): string | undefined {
  if (part?.type === 'finish') return 'completed';
  return part?.type === 'error' ? codeOf(part.error) : undefined;
}

function codeOf({ code, kind }: GatewayError): string {
  return code ?? kind;
}
