import {
  type Context,
  createTraceState,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace as traces,
} from '@opentelemetry/api';
import { Injectable } from '@nestjs/common';
import type {
  ExchangeEnd,
  ExchangeStart,
  TelemetryListener,
  UpstreamAttempt,
  UpstreamRequestEvent,
} from '../common/telemetry/telemetry-listener';
import { Telemetry } from '../common/telemetry/telemetry.service';
import type { TraceContext } from '../common/telemetry/trace-context';
import { VERSION } from '../common/version';
import { CHAT, HTTP } from './attributes';
import { describeAttempt, describeAttemptEnd, describeExchange, isFailure } from './describe-spans';

/**
 * Makes spans of what the gateway tells: one per exchange, one below it per attempt at an upstream.
 * Parents are handed on by hand: sockets serve many exchanges, so the asynchronous context of what
 * arrives on them is that of whoever opened them.
 */
@Injectable()
export class TracingService implements TelemetryListener {
  private readonly tracer = traces.getTracer('glm-gateway', VERSION);
  private readonly spans = new WeakMap<object, Span>();

  constructor(telemetry: Telemetry) {
    telemetry.listen(this);
  }

  exchangeStarted({ meter, caller, method }: ExchangeStart): void {
    const options = { kind: SpanKind.SERVER, attributes: { [HTTP.method]: method } };
    const span = this.tracer.startSpan(method, options, toContext(caller));
    this.spans.set(meter, span);
    meter.trace = toTraceContext(span);
  }

  exchangeEnded(exchange: ExchangeEnd): void {
    const span = this.spans.get(exchange.meter);
    if (span === undefined) return;
    span.updateName(`${exchange.method} ${exchange.route}`);
    span.setAttributes(describeExchange(exchange));
    // What the client got wrong is no fault of the server.
    const isFault = exchange.status >= 500 || exchange.summary?.outcome === 'failed';
    if (isFault) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }

  upstreamStarted(attempt: UpstreamAttempt): void {
    const span = this.tracer.startSpan(
      `${CHAT} ${attempt.model}`,
      { kind: SpanKind.CLIENT, attributes: describeAttempt(attempt) },
      toContext(attempt.trace),
    );
    this.spans.set(attempt, span);
    attempt.trace = toTraceContext(span);
  }

  upstreamRequest(event: UpstreamRequestEvent): void {
    const span = event.attempt && this.spans.get(event.attempt);
    if (span === undefined) return;
    span.setAttributes(describeAttemptEnd(event));
    if (isFailure(event)) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }
}

function toContext(parent: TraceContext | undefined): Context {
  if (parent === undefined) return ROOT_CONTEXT;
  return traces.setSpanContext(ROOT_CONTEXT, {
    traceId: parent.traceId,
    spanId: parent.spanId,
    traceFlags: Number.parseInt(parent.flags, 16),
    isRemote: true,
    ...(parent.state !== undefined && { traceState: createTraceState(parent.state) }),
  });
}

function toTraceContext(span: Span): TraceContext {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  return {
    traceId,
    spanId,
    flags: traceFlags.toString(16).padStart(2, '0'),
    state: traceState?.serialize(),
  };
}
