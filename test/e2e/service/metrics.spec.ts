import { ask, postChat } from '../../support/chat';
import { CANARY, speak } from '../../support/faults';
import { TEST_KEY } from '../../support/gateway-process';
import { describeWith, run } from '../../support/machine';
import { readExpressions } from '../../support/monitoring';
import { labelsOf, metricsOf } from '../../support/promql';
import { Scrape, scrapeUntil } from '../../support/scrape';
import { Stack } from '../../support/stack';
import { withTemporaryFile } from '../../support/temporary-file';

const CHAT = '/v1/chat/completions';

describe('GET /metrics', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ BACKUP_TOKEN: 'canary-backup-token' });
  });

  afterAll(async () => {
    await stack.stop();
  });

  it('should need no key and be plain text', async () => {
    const response = await fetch(`${stack.origin}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8; version=0.0.4');
  });

  it('should have everything that alerts and dashboard ask for, from the start', async () => {
    const { names } = await Scrape.of(stack.origin);
    const asked = metricsOf(readExpressions());
    const bare = (name: string): string => name.replace(/_(bucket|sum|count)$/, '');
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.filter((name) => !names.has(name) && !names.has(bare(name)))).toEqual([]);
  });

  it('should count a stream', async () => {
    const before = await Scrape.of(stack.origin);
    await (await postChat(stack.origin, ask('x', { stream: true, model: 'glm-4.5' }))).text();
    const after = await scrapeUntil(stack.origin, (scrape) => ended(scrape) > ended(before));
    const grown = (name: string, labels: Readonly<Record<string, string>> = {}): number =>
      after.valueOf(name, labels) - before.valueOf(name, labels);
    const exchange = { route: CHAT, method: 'POST', code: '200' };
    expect(grown('gateway_http_requests_total', exchange)).toBe(1);
    expect(grown('gateway_request_duration_seconds_count', { route: CHAT })).toBe(1);
    expect(grown('gateway_time_to_first_token_seconds_count', { model: 'GLM-4.5' })).toBe(1);
    expect(grown('gateway_tokens_total', { model: 'GLM-4.5', direction: 'input' })).toBe(1);
    expect(grown('gateway_tokens_total', { model: 'GLM-4.5', direction: 'output' })).toBe(2);
    const answered = { upstream: 'web', outcome: 'completed' };
    expect(grown('gateway_upstream_requests_total', answered)).toBe(1);
    expect(grown('gateway_upstream_duration_seconds_count', { upstream: 'web' })).toBe(1);
    expect(grown('gateway_stream_terminations_total', { reason: 'completed' })).toBe(1);
    expect(grown('gateway_added_latency_seconds_count', { phase: 'request' })).toBe(1);
    expect(grown('gateway_added_latency_seconds_count', { phase: 'chunk' })).toBeGreaterThan(0);
    expect(after.valueOf('gateway_inflight_requests')).toBe(0);
  });

  it('should measure what the gateway adds, and not what it waits for', async () => {
    const before = await Scrape.of(stack.origin);
    stack.simulator.enqueue((exchange) => {
      speak(exchange, 'One');
      setTimeout(() => {
        exchange.say(' two');
        exchange.finish();
        exchange.end();
      }, 400);
    });
    await (await postChat(stack.origin, ask('x', { stream: true }))).text();
    const after = await scrapeUntil(stack.origin, (scrape) => ended(scrape) > ended(before));
    const grown = (name: string): number => after.valueOf(name) - before.valueOf(name);
    expect(grown('gateway_inter_chunk_seconds_sum')).toBeGreaterThan(0.3);
    expect(grown('gateway_added_latency_seconds_sum')).toBeLessThan(0.3);
  });

  it('should count what runs', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const leaving = new AbortController();
    const { signal } = leaving;
    const before = await Scrape.of(stack.origin);
    await postChat(stack.origin, ask('x', { stream: true }), { signal });
    const running = await Scrape.of(stack.origin);
    expect(running.valueOf('gateway_inflight_requests', { stream: 'true' })).toBe(1);
    leaving.abort();
    const after = await scrapeUntil(stack.origin, (scrape) => ended(scrape) > ended(before));
    expect(after.valueOf('gateway_inflight_requests')).toBe(0);
    expect(after.valueOf('gateway_client_aborts_total')).toBe(
      before.valueOf('gateway_client_aborts_total') + 1,
    );
    const reasons = after.labelsOf('gateway_stream_terminations_total', 'reason');
    expect(reasons).toContain('client-gone');
    const outcomes = after.labelsOf('gateway_upstream_requests_total', 'outcome');
    expect(outcomes).toContain('aborted');
  });

  it('should count failures by their codes, before and within a stream', async () => {
    stack.simulator.enqueue((exchange) => {
      exchange.answer(403, 'text/html', CANARY);
    });
    await (await postChat(stack.origin, ask('x', { stream: true }))).text();
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.send({ error: { detail: CANARY, code: 429 } });
      exchange.end();
    });
    await (await postChat(stack.origin, ask('x', { stream: true }))).text();
    const cut = { reason: 'rate_limit_exceeded' };
    const scrape = await scrapeUntil(
      stack.origin,
      (scraped) => scraped.valueOf('gateway_stream_terminations_total', cut) > 0,
    );
    expect(scrape.valueOf('gateway_http_requests_total', { code: '502' })).toBe(1);
    const refused = { upstream: 'web', outcome: 'upstream_refused' };
    expect(scrape.valueOf('gateway_upstream_requests_total', refused)).toBe(1);
  });

  it('should stay bounded, whatever clients write', async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `canary-model-${String(index)}`);
    const series = (await Scrape.of(stack.origin)).samples.length;
    const flood = async (): Promise<void> => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) {
        const response = await postChat(stack.origin, ask('canary-prompt', { model: name }));
        await response.arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: 16 }, flood));
    for (const path of ['/canary', '/v1/models/canary', `/v1/models/${'a/'.repeat(20)}`]) {
      const headers = { authorization: `Bearer ${TEST_KEY}` };
      await (await fetch(stack.origin + path, { headers })).text();
    }
    const scrape = await Scrape.of(stack.origin);
    // The routes and codes that came with this test, each with its histogram.
    expect(scrape.samples.length - series).toBeLessThan(60);
    expect(scrape.text).not.toMatch(/canary/);
    expect(scrape.text).not.toContain(TEST_KEY);
  });

  it('should have the labels that alerts and dashboard ask for', async () => {
    const { samples } = await Scrape.of(stack.origin);
    const missing = labelsOf(readExpressions()).filter(
      ({ metric, label }) =>
        samples.some(({ name }) => name === metric) &&
        !samples.some(({ name, labels }) => name === metric && label in labels),
    );
    // Prometheus adds the job when it scrapes.
    expect(missing.filter(({ label }) => label !== 'job')).toEqual([]);
  });

  describeWith(['promtool'], 'promtool', () => {
    it('should find nothing to complain about', async () => {
      const { text } = await Scrape.of(stack.origin);
      const checked = await withTemporaryFile(text, (path) =>
        run('sh', '-c', `promtool check metrics < ${path}`),
      );
      expect(checked).toMatchObject({ code: 0, output: '' });
    });
  });
});

describe('METRICS_TOKEN', () => {
  it('should keep everybody else out, clients too', async () => {
    const stack = await Stack.start({ METRICS_TOKEN: 'canary-metrics-token' });
    const statusWith = async (headers: Readonly<Record<string, string>>): Promise<number> => {
      const response = await fetch(`${stack.origin}/metrics`, { headers });
      await response.text();
      return response.status;
    };
    expect(await statusWith({})).toBe(401);
    expect(await statusWith({ authorization: `Bearer ${TEST_KEY}` })).toBe(401);
    expect(await statusWith({ authorization: 'Bearer canary-metrics-token' })).toBe(200);
    expect(stack.gateway.output).not.toContain('canary');
    await stack.stop();
  });
});

describe('METRICS_ENABLED=false', () => {
  it('should leave no such path', async () => {
    const stack = await Stack.start({ METRICS_ENABLED: 'false' });
    expect((await fetch(`${stack.origin}/metrics`)).status).toBe(404);
    expect((await postChat(stack.origin, ask('x'))).status).toBe(200);
    await stack.stop();
  });
});

/** Chat requests that are over. */
function ended(scrape: Scrape): number {
  return scrape.valueOf('gateway_http_requests_total', { route: CHAT });
}
