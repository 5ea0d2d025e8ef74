import type { Attributes } from '@opentelemetry/api';
import type {
  ExchangeEnd,
  UpstreamAttempt,
  UpstreamRequestEvent,
} from '../common/telemetry/telemetry-listener';
import type { FinishReason, TokenUsage } from '../protocol/stream-part';
import { CHAT, GATEWAY, GEN_AI, HTTP } from './attributes';

/** What the span of an exchange says once it is over: what its log line says. */
export function describeExchange(exchange: ExchangeEnd): Attributes {
  const { summary, meter } = exchange;
  const isGeneration = summary !== undefined || exchange.isStream !== undefined;
  const timeToFirstOutput = summary?.timeToFirstOutput;
  return present({
    [HTTP.route]: exchange.route,
    [HTTP.status]: exchange.status,
    [HTTP.errorType]: exchange.errorCode,
    [GATEWAY.requestId]: exchange.requestId,
    [GATEWAY.keyId]: exchange.keyId,
    [GATEWAY.outcome]: exchange.outcome,
    [GATEWAY.upstream]: exchange.upstream,
    [GATEWAY.attempts]: isGeneration ? meter.attempts : undefined,
    [GEN_AI.operation]: isGeneration ? CHAT : undefined,
    [GEN_AI.requestModel]: exchange.model,
    [GEN_AI.timeToFirstChunk]:
      timeToFirstOutput === undefined ? undefined : timeToFirstOutput / 1000,
    ...describeEnd(summary?.generation.finishReason, summary?.generation.usage),
  });
}

/** What the span of an attempt says from its start. */
export function describeAttempt({ upstream, model, url }: UpstreamAttempt): Attributes {
  const defaultPort = url.protocol === 'https:' ? 443 : 80;
  return {
    [GEN_AI.operation]: CHAT,
    [GEN_AI.provider]: upstream,
    [GEN_AI.requestModel]: model,
    [HTTP.serverAddress]: url.hostname,
    [HTTP.serverPort]: url.port === '' ? defaultPort : Number(url.port),
  };
}

/** What the span of an attempt says besides, once it is over. */
export function describeAttemptEnd(event: UpstreamRequestEvent): Attributes {
  return present({
    [GATEWAY.outcome]: event.outcome,
    [HTTP.errorType]: isFailure(event) ? event.outcome : undefined,
    ...describeEnd(event.finishReason, event.usage),
  });
}

/** Whether an attempt ended otherwise than by its answer or by the gateway's wish. */
export function isFailure({ outcome }: UpstreamRequestEvent): boolean {
  return outcome !== 'completed' && outcome !== 'aborted';
}

function describeEnd(
  finishReason: FinishReason | undefined,
  usage: TokenUsage | undefined,
): Readonly<Record<string, string[] | number | boolean | undefined>> {
  return {
    [GEN_AI.finishReasons]: finishReason === undefined ? undefined : [finishReason],
    [GEN_AI.inputTokens]: usage?.inputTokens,
    [GEN_AI.outputTokens]: usage?.outputTokens,
    [GATEWAY.estimated]: usage?.estimated,
  };
}

function present(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
