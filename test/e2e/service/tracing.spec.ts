import { ask, postChat } from '../../support/chat';
import { CANARY, speak } from '../../support/faults';
import { TEST_KEY } from '../../support/gateway-process';
import { endOf, type Line } from '../../support/log-lines';
import { attributesOf, OtlpCollector, type OtlpSpan } from '../../support/otlp-collector';
import { Stack } from '../../support/stack';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

const SERVER = 2;
const CLIENT = 3;
const ERROR = 2;

describe('trace context without tracing', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    await stack.stop();
  });

  const lineOf = async (response: Response): Promise<Line | undefined> => {
    await response.text();
    return endOf(stack, response.headers.get('x-request-id') ?? '');
  };

  it('should go on with the trace of the caller', async () => {
    const headers = { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: 'vendor=1' };
    const line = await lineOf(await postChat(stack.origin, ask('x'), { headers }));
    expect(line?.['trace_id']).toBe(TRACE);
    expect(line?.['span_id']).not.toBe(PARENT);
    expect(stack.simulator.exchanges.at(-1)?.headers).toMatchObject({
      traceparent: `00-${TRACE}-${String(line?.['span_id'])}-01`,
      tracestate: 'vendor=1',
    });
  });

  it.each(['', 'canary', `00-${'0'.repeat(32)}-${PARENT}-01`])(
    'should take the trace %j for none',
    async (traceparent) => {
      const headers = { traceparent, tracestate: 'canary=1' };
      const line = await lineOf(await postChat(stack.origin, ask('x'), { headers }));
      expect(line).not.toHaveProperty('trace_id');
      const sent = stack.simulator.exchanges.at(-1)?.headers ?? {};
      expect(Object.keys(sent).filter((name) => name.startsWith('trace'))).toEqual([]);
    },
  );
});

describe('tracing', () => {
  const collector = new OtlpCollector();
  let stack: Stack;

  beforeAll(async () => {
    await collector.start();
    stack = await Stack.start({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_SERVICE_NAME: 'gateway-of-the-suite',
      BACKUP_TOKEN: 'canary-backup-token',
    });
  });

  afterAll(async () => {
    await stack.stop();
    await collector.stop();
  });

  /** The spans of one exchange: its own, and the one of its only request to an upstream. */
  const spansOf = async (
    traceId: string,
  ): Promise<Readonly<Record<'server' | 'client', OtlpSpan>>> => {
    const spans = await collector.find((span) => span.traceId === traceId, 2);
    const [server, client] = [SERVER, CLIENT].map((kind) =>
      spans.find((span) => span.kind === kind),
    );
    if (server === undefined || client === undefined) throw new Error('A span is missing.');
    return { server, client };
  };

  const askIn = async (traceId: string, fields: object): Promise<void> => {
    const headers = { traceparent: `00-${traceId}-${PARENT}-01`, tracestate: 'vendor=1' };
    const body = ask('canary-prompt', fields);
    await (await postChat(stack.origin, body, { headers })).text();
  };

  it('should make a span of an exchange, and one below it of the request to the upstream', async () => {
    await askIn(TRACE, { stream: true });
    const { server, client } = await spansOf(TRACE);
    expect(server).toMatchObject({ name: 'POST /v1/chat/completions', parentSpanId: PARENT });
    expect(attributesOf(server)).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/v1/chat/completions',
      'http.response.status_code': 200,
      'glm_gateway.outcome': 'completed',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'GLM-4.5',
      'gen_ai.response.finish_reasons': { values: [{ stringValue: 'stop' }] },
      'gen_ai.usage.output_tokens': 2,
    });
    expect(client).toMatchObject({ parentSpanId: server.spanId, traceState: 'vendor=1' });
    expect(client.name).toMatch(/^chat \S+$/);
    expect(attributesOf(client)).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'web',
      'server.address': '127.0.0.1',
      'gen_ai.usage.output_tokens': 2,
    });
    const { traceparent } = stack.simulator.exchanges.at(-1)?.headers ?? {};
    expect(traceparent).toBe(`00-${TRACE}-${client.spanId}-01`);
    await stack.gateway.outputMatching(new RegExp(`"trace_id":"${TRACE}"`));
    const lines = stack.gateway.logLines.filter((line) => line['trace_id'] === TRACE);
    expect(lines.map((line) => line['span_id'])).toEqual([server.spanId]);
  });

  it('should begin a trace where the caller has none', async () => {
    const response = await postChat(stack.origin, ask('x'));
    await response.text();
    const line = await endOf(stack, response.headers.get('x-request-id') ?? '');
    const { server } = await spansOf(String(line?.['trace_id']));
    expect(server.parentSpanId ?? '').toBe('');
  });

  it('should say of a failure what its code is, and nothing of its text', async () => {
    const before = 'a'.repeat(32);
    stack.simulator.enqueue((exchange) => {
      exchange.answer(403, 'text/html', CANARY);
    });
    await askIn(before, { stream: true });
    const within = 'b'.repeat(32);
    stack.simulator.enqueue((exchange) => {
      speak(exchange, 'canary-answer');
      exchange.send({ error: { detail: CANARY, code: 429 } });
      exchange.end();
    });
    await askIn(within, { stream: true });
    for (const [trace, code] of [
      [before, 'upstream_refused'],
      [within, 'rate_limit_exceeded'],
    ] as const) {
      const { server, client } = await spansOf(trace);
      for (const span of [server, client]) {
        expect(span.status.code).toBe(ERROR);
        expect(attributesOf(span)['error.type']).toBe(code);
      }
    }
    const secrets = ['canary', TEST_KEY, ...stack.simulator.guestTokens];
    for (const secret of secrets) expect(collector.text).not.toContain(secret);
  });

  it('should send the last spans before the process ends', async () => {
    const { spans } = collector;
    const late = await Stack.start({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.origin}/v1/traces`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '60000',
    });
    await (await fetch(`${late.origin}/nope`)).text();
    late.gateway.signal('SIGTERM');
    expect(await late.gateway.exited()).toBe(0);
    expect(spans.map(({ name }) => name)).toContain('GET unmatched');
    await late.stop();
  });

  it.each<Readonly<Record<string, string>>>([
    { OTEL_SDK_DISABLED: 'true' },
    { OTEL_TRACES_EXPORTER: 'none' },
  ])('should be off with %j', async (environment) => {
    const off = await Stack.start({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
      ...environment,
    });
    await (await postChat(off.origin, ask('x'))).text();
    off.gateway.signal('SIGTERM');
    expect(await off.gateway.exited()).toBe(0);
    expect(off.gateway.output).not.toContain('trace_id');
    await off.stop();
  });
});
