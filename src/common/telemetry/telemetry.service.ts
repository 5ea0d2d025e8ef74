import { Injectable } from '@nestjs/common';
import type { MeterSink } from './exchange-meter';
import type {
  CircuitState,
  ExchangeEnd,
  ExchangeStart,
  GenerationStart,
  TelemetryListener,
  UpstreamAttempt,
  UpstreamRequestEvent,
} from './telemetry-listener';

/**
 * Tells whoever listens what happens in the gateway. Those who tell know nobody who listens; without
 * listeners nothing happens, so that a test makes one with `new Telemetry()`.
 */
@Injectable()
export class Telemetry implements Required<TelemetryListener>, MeterSink {
  private readonly listeners: TelemetryListener[] = [];

  listen(listener: TelemetryListener): void {
    this.listeners.push(listener);
  }

  exchangeStarted(exchange: ExchangeStart): void {
    for (const listener of this.listeners) listener.exchangeStarted?.(exchange);
  }

  generationStarted(generation: GenerationStart): void {
    for (const listener of this.listeners) listener.generationStarted?.(generation);
  }

  exchangeEnded(exchange: ExchangeEnd): void {
    for (const listener of this.listeners) listener.exchangeEnded?.(exchange);
  }

  upstreamStarted(attempt: UpstreamAttempt): void {
    for (const listener of this.listeners) listener.upstreamStarted?.(attempt);
  }

  upstreamRequest(event: UpstreamRequestEvent): void {
    for (const listener of this.listeners) listener.upstreamRequest?.(event);
  }

  retry(event: { readonly upstream: string }): void {
    for (const listener of this.listeners) listener.retry?.(event);
  }

  circuitState(event: { readonly upstream: string; readonly state: CircuitState }): void {
    for (const listener of this.listeners) listener.circuitState?.(event);
  }

  rejected(event: { readonly reason: string }): void {
    for (const listener of this.listeners) listener.rejected?.(event);
  }

  requestDispatched(added: number): void {
    for (const listener of this.listeners) listener.requestDispatched?.(added);
  }

  turnWritten(added: number, gap: number | undefined): void {
    for (const listener of this.listeners) listener.turnWritten?.(added, gap);
  }
}
