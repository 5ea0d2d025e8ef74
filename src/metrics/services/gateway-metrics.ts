import { Counter, Gauge, Histogram, type Metric, type Registry } from 'prom-client';
import { VERSION } from '../../common/version';
import { LeanHistogram, type LeanHistogramOptions } from '../lib/lean-histogram';

/** Seconds. Answers of models that think take minutes. */
const ANSWER_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600];

const GAP_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const ADDED_BUCKETS = [
  0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1,
];

const HELP = {
  gateway_http_requests_total: 'Requests that are over.',
  gateway_request_duration_seconds: 'How long requests took, streams to their end.',
  gateway_time_to_first_token_seconds: 'From the start of a generation to its first output.',
  gateway_inter_chunk_seconds: 'From one write of a stream to the next.',
  gateway_added_latency_seconds:
    'What the gateway adds: before the first request to an upstream, and to each turn of a stream.',
  gateway_tokens_total: 'Tokens of prompts and answers.',
  gateway_inflight_requests: 'Generations that run.',
  gateway_upstream_requests_total: 'Requests to upstreams that are over.',
  gateway_upstream_duration_seconds: 'How long upstreams took, to the end of their answers.',
  gateway_retries_total: 'Requests that were sent to an upstream again.',
  gateway_circuit_state: '0 closed, 1 half open, 2 open.',
  gateway_rejected_total: 'Requests that were turned away.',
  gateway_client_aborts_total: 'Clients that left early.',
  gateway_stream_terminations_total: 'Streams that ended after they had begun.',
  gateway_build_info: 'Always 1.',
} as const;

type Name = keyof typeof HELP;

/** All metrics of the gateway. Their names and labels are what deploy/monitoring asks for. */
export class GatewayMetrics {
  readonly requests: Counter<'route' | 'method' | 'code'>;
  readonly requestDuration: Histogram<'route'>;
  readonly timeToFirstToken: Histogram<'model'>;
  readonly tokens: Counter<'model' | 'direction'>;
  readonly inflight: Gauge<'stream'>;
  readonly upstreamRequests: Counter<'upstream' | 'outcome'>;
  readonly upstreamDuration: Histogram<'upstream'>;
  readonly retries: Counter<'upstream'>;
  readonly circuitState: Gauge<'upstream'>;
  readonly rejected: Counter<'reason'>;
  readonly clientAborts: Counter;
  readonly streamTerminations: Counter<'reason'>;
  readonly observeGap: (seconds: number) => void;
  readonly observeAddedToRequest: (seconds: number) => void;
  readonly observeAddedToChunk: (seconds: number) => void;

  constructor(private readonly registry: Registry) {
    this.requests = this.counter('gateway_http_requests_total', ['route', 'method', 'code']);
    this.requestDuration = this.histogram('gateway_request_duration_seconds', 'route');
    this.timeToFirstToken = this.histogram('gateway_time_to_first_token_seconds', 'model');
    this.tokens = this.counter('gateway_tokens_total', ['model', 'direction']);
    this.inflight = this.gauge('gateway_inflight_requests', 'stream');
    this.upstreamRequests = this.counter('gateway_upstream_requests_total', [
      'upstream',
      'outcome',
    ]);
    this.upstreamDuration = this.histogram('gateway_upstream_duration_seconds', 'upstream');
    this.retries = this.counter('gateway_retries_total', ['upstream']);
    this.circuitState = this.gauge('gateway_circuit_state', 'upstream');
    this.rejected = this.counter('gateway_rejected_total', ['reason']);
    this.clientAborts = this.counter('gateway_client_aborts_total', []);
    this.streamTerminations = this.counter('gateway_stream_terminations_total', ['reason']);
    this.gauge('gateway_build_info', 'version').set({ version: VERSION }, 1);
    this.observeGap = this.lean('gateway_inter_chunk_seconds', { buckets: GAP_BUCKETS }).observer();
    const added = this.lean('gateway_added_latency_seconds', {
      buckets: ADDED_BUCKETS,
      label: 'phase',
    });
    this.observeAddedToRequest = added.observer('request');
    this.observeAddedToChunk = added.observer('chunk');
  }

  private counter<Label extends string>(name: Name, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help: HELP[name], labelNames, registers: [this.registry] });
  }

  private gauge<Label extends string>(name: Name, label: Label): Gauge<Label> {
    return new Gauge({ name, help: HELP[name], labelNames: [label], registers: [this.registry] });
  }

  private histogram<Label extends string>(name: Name, label: Label): Histogram<Label> {
    return new Histogram({
      name,
      help: HELP[name],
      labelNames: [label],
      buckets: ANSWER_BUCKETS,
      registers: [this.registry],
    });
  }

  private lean(name: Name, options: LeanHistogramOptions): LeanHistogram {
    const histogram = new LeanHistogram(name, HELP[name], options);
    // A registry needs no more of a metric than this one has.
    this.registry.registerMetric(histogram as unknown as Metric);
    return histogram;
  }
}
