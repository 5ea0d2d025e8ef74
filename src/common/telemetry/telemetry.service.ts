import { Injectable } from '@nestjs/common';
import type { TelemetryListener, UpstreamRequestEvent, CircuitState } from './telemetry-listener';

/**
 * Tells whoever listens what happens in the gateway. Those who tell know nobody who listens; without
 * listeners nothing happens, so that a test makes one with `new Telemetry()`.
 */
@Injectable()
export class Telemetry {
  private readonly listeners: TelemetryListener[] = [];

  listen(listener: TelemetryListener): void {
    this.listeners.push(listener);
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
}
