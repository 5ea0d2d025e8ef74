import { settingsOf } from '../../../test/support/settings';
import { StreamSummary } from '../../common/http/stream-summary';
import { ExchangeMeter } from '../../common/telemetry/exchange-meter';
import { Telemetry } from '../../common/telemetry/telemetry.service';
import type { LiveModelsService } from '../../models/services/live-models.service';
import { ModelsService } from '../../models/services/models.service';
import { MetricsService } from './metrics.service';

const SUMMARY = new StreamSummary(
  'completed',
  {
    textLength: 8,
    reasoningLength: 0,
    toolCalls: 0,
    excerpt: 'canary',
    finishReason: 'stop',
    usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5, estimated: false },
    errorCode: undefined,
  },
  12,
);

describe('MetricsService', () => {
  it('should make no series of what clients and upstreams say', async () => {
    const { telemetry, metrics } = create();
    for (let index = 0; index < 10_000; index += 1) {
      const text = `canary-${String(index)}`;
      end(telemetry, { model: text, method: text, errorCode: text });
    }
    const text = await metrics.render();
    expect(text).not.toContain('canary');
    expect(text).toContain('gateway_tokens_total{model="other",direction="input"} 30000\n');
    expect(text).toContain('method="other"');
  });

  it('should keep even words of the gateway from growing without end', async () => {
    const { telemetry, metrics } = create();
    for (let index = 0; index < 1_000; index += 1) {
      const word = `word-${String(index)}`;
      telemetry.rejected({ reason: word });
      telemetry.upstreamRequest({ upstream: 'web', outcome: word, seconds: 1 });
    }
    const text = await metrics.render();
    expect(text.match(/^gateway_rejected_total\{/gm)).toHaveLength(65);
    expect(text.match(/^gateway_upstream_requests_total\{/gm)).toHaveLength(66);
  });

  it('should call a model as the catalogue does', async () => {
    const { telemetry, metrics } = create();
    end(telemetry, { model: 'glm-4.5' });
    end(telemetry, { model: 'GLM-4.5' });
    end(telemetry, { model: undefined });
    expect(await metrics.render()).toContain(
      'gateway_time_to_first_token_seconds_count{model="GLM-4.5"} 3\n',
    );
  });

  it('should count what is asked for by an alias as the model that it stands for', async () => {
    const { telemetry, metrics } = create({ MODEL_ALIASES: 'canary-*=GLM-4.6' });
    for (let index = 0; index < 1_000; index += 1) {
      end(telemetry, { model: `canary-${String(index)}` });
    }
    const text = await metrics.render();
    expect(text).not.toContain('canary');
    expect(text).toContain('gateway_tokens_total{model="GLM-4.6",direction="input"} 3000\n');
  });

  it('should tell what upstreams are told and not told', async () => {
    const { telemetry, metrics } = create();
    telemetry.retry({ upstream: 'web' });
    telemetry.rejected({ reason: 'rate_limit' });
    telemetry.circuitState({ upstream: 'web', state: 'open' });
    const text = await metrics.render();
    expect(text).toContain('gateway_retries_total{upstream="web"} 1\n');
    expect(text).toContain('gateway_rejected_total{reason="rate_limit"} 1\n');
    expect(text).toContain('gateway_circuit_state{upstream="web"} 2\n');
  });
});

function create(environment: Readonly<Record<string, string>> = {}): {
  readonly telemetry: Telemetry;
  readonly metrics: MetricsService;
} {
  const settings = settingsOf(environment);
  const telemetry = new Telemetry();
  // The built-in list is served: no upstream is asked.
  const catalogue = new ModelsService({} as LiveModelsService, settings);
  return { telemetry, metrics: new MetricsService(telemetry, catalogue, settings) };
}

function end(telemetry: Telemetry, fields: object): void {
  telemetry.exchangeEnded({
    meter: new ExchangeMeter(telemetry),
    requestId: 'x',
    keyId: undefined,
    method: 'POST',
    route: '/v1/chat/completions',
    status: 200,
    outcome: 'completed',
    errorCode: undefined,
    seconds: 1,
    model: undefined,
    isStream: true,
    upstream: 'web',
    summary: SUMMARY,
    ...fields,
  });
}
