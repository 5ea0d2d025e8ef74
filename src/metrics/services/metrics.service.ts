import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { ExchangeMeter } from '../../common/telemetry/exchange-meter';
import type {
  CircuitState,
  ExchangeEnd,
  GenerationStart,
  TelemetryListener,
  UpstreamRequestEvent,
} from '../../common/telemetry/telemetry-listener';
import { Telemetry } from '../../common/telemetry/telemetry.service';
import type { Settings } from '../../config/validate-environment';
import { ModelsService } from '../../models/services/models.service';
import { BoundedLabels } from '../lib/bounded-labels';
import { GatewayMetrics } from './gateway-metrics';

/** Series per label whose values are words of the gateway: more of them would be a fault. */
const MAX_WORDS = 64;

/** An upstream may list thousands of models. */
const MAX_MODELS = 100;

const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
]);

const CIRCUIT_STATES: Readonly<Record<CircuitState, number>> = {
  closed: 0,
  'half-open': 1,
  open: 2,
};

/** Counts what the gateway tells of itself. Every label has a bounded number of values. */
@Injectable()
export class MetricsService implements TelemetryListener {
  private readonly registry = new Registry();
  private readonly metrics = new GatewayMetrics(this.registry);
  private readonly models = new BoundedLabels(MAX_MODELS);
  private readonly outcomes = new BoundedLabels(MAX_WORDS);
  private readonly reasons = new BoundedLabels(MAX_WORDS);
  private readonly terminations = new BoundedLabels(MAX_WORDS);
  private readonly running = new Map<ExchangeMeter, { readonly stream: string }>();

  constructor(
    telemetry: Telemetry,
    private readonly catalogue: ModelsService,
    config: ConfigService<Settings, true>,
  ) {
    collectDefaultMetrics({ register: this.registry });
    // Gauges that are named as counters are: promtool complains, and their parts have other names.
    for (const name of ['handles', 'requests', 'resources']) {
      this.registry.removeSingleMetric(`nodejs_active_${name}_total`);
    }
    for (const { name: upstream } of config.get('UPSTREAMS', { infer: true })) {
      // A series that is there from the start has a rate from its first event on.
      this.metrics.upstreamRequests.inc({ upstream, outcome: 'completed' }, 0);
      this.metrics.retries.inc({ upstream }, 0);
      this.metrics.circuitState.set({ upstream }, CIRCUIT_STATES.closed);
    }
    for (const stream of ['true', 'false']) this.metrics.inflight.set({ stream }, 0);
    telemetry.listen(this);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** All metrics in Prometheus' text format. */
  render(): Promise<string> {
    return this.registry.metrics();
  }

  generationStarted({ meter, isStream }: GenerationStart): void {
    const labels = { stream: String(isStream) };
    this.running.set(meter, labels);
    this.metrics.inflight.inc(labels);
  }

  exchangeEnded(exchange: ExchangeEnd): void {
    const { meter, route, status, outcome, seconds } = exchange;
    const running = this.running.get(meter);
    if (running !== undefined) this.metrics.inflight.dec(running);
    this.running.delete(meter);
    const method = METHODS.has(exchange.method) ? exchange.method : 'other';
    this.metrics.requests.inc({ route, method, code: String(status) });
    this.metrics.requestDuration.observe({ route }, seconds);
    if (outcome === 'client-gone') this.metrics.clientAborts.inc();
    this.countGeneration(exchange);
  }

  upstreamRequest({ upstream, outcome, seconds }: UpstreamRequestEvent): void {
    this.metrics.upstreamRequests.inc({ upstream, outcome: this.outcomes.of(outcome) });
    this.metrics.upstreamDuration.observe({ upstream }, seconds);
  }

  retry({ upstream }: { readonly upstream: string }): void {
    this.metrics.retries.inc({ upstream });
  }

  circuitState(event: { readonly upstream: string; readonly state: CircuitState }): void {
    const { upstream, state } = event;
    this.metrics.circuitState.set({ upstream }, CIRCUIT_STATES[state]);
  }

  rejected({ reason }: { readonly reason: string }): void {
    this.metrics.rejected.inc({ reason: this.reasons.of(reason) });
  }

  requestDispatched(added: number): void {
    this.metrics.observeAddedToRequest(added);
  }

  turnWritten(added: number, gap: number | undefined): void {
    this.metrics.observeAddedToChunk(added);
    if (gap !== undefined) this.metrics.observeGap(gap);
  }

  private countGeneration({ summary, isStream, model: asked, errorCode }: ExchangeEnd): void {
    if (summary === undefined) return;
    const { generation, outcome, timeToFirstOutput } = summary;
    const model = this.toModelLabel(asked);
    if (timeToFirstOutput !== undefined) {
      this.metrics.timeToFirstToken.observe({ model }, timeToFirstOutput / 1000);
    }
    if (generation.usage !== undefined) {
      const { inputTokens, outputTokens } = generation.usage;
      this.metrics.tokens.inc({ model, direction: 'input' }, inputTokens);
      this.metrics.tokens.inc({ model, direction: 'output' }, outputTokens);
    }
    if (isStream !== true) return;
    const reason = outcome === 'failed' ? (errorCode ?? outcome) : outcome;
    this.metrics.streamTerminations.inc({ reason: this.terminations.of(reason) });
  }

  /** The catalogue's spelling: clients may write a name in any case, and any name. */
  private toModelLabel(asked: string | undefined): string {
    const model =
      asked === undefined ? this.catalogue.resolve(undefined) : this.catalogue.find(asked);
    return model === undefined ? 'other' : this.models.of(model.id);
  }
}
