import type { ExchangeEnd } from '../telemetry/telemetry-listener';

/** What the one line about a request says. Numbers, names and ends: no texts, headers or keys. */
export function describeExchangeEnd(exchange: ExchangeEnd): Readonly<Record<string, unknown>> {
  const { meter, summary } = exchange;
  return {
    event: 'response',
    request_id: exchange.requestId,
    ...(meter.trace && { trace_id: meter.trace.traceId, span_id: meter.trace.spanId }),
    key_id: exchange.keyId ?? null,
    method: exchange.method,
    route: exchange.route,
    status: exchange.status,
    outcome: exchange.outcome,
    error_code: exchange.errorCode ?? null,
    duration_ms: Math.round(exchange.seconds * 1000),
    ...(exchange.isStream !== undefined && {
      model: exchange.model ?? null,
      stream: exchange.isStream,
      upstream: exchange.upstream ?? null,
      upstream_attempts: meter.attempts,
    }),
    ...(summary && describeSummary(summary)),
  };
}

function describeSummary({
  generation,
  timeToFirstOutput,
}: NonNullable<ExchangeEnd['summary']>): Readonly<Record<string, unknown>> {
  const { usage } = generation;
  return {
    ttft_ms: timeToFirstOutput === undefined ? null : Math.round(timeToFirstOutput),
    finish_reason: generation.finishReason ?? null,
    input_tokens: usage?.inputTokens ?? null,
    output_tokens: usage?.outputTokens ?? null,
    estimated: usage?.estimated ?? null,
    tool_calls: generation.toolCalls,
  };
}
