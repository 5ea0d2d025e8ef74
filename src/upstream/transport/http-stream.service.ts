import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { Observable, type Subscriber } from 'rxjs';
import { Agent } from 'undici';
import type { DemandGate } from '../../common/http/demand-gate';
import type { ExchangeMeter } from '../../common/telemetry/exchange-meter';
import type { Settings } from '../../config/validate-environment';
import { ResponseReader } from './response-reader';
import { toTransportError } from './transport-error';

/** A POST whose answer is read as it comes. */
export interface HttpStreamRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly demand: DemandGate;
  readonly meter?: ExchangeMeter | undefined;
}

/**
 * Opens streaming requests to upstreams. The only place that touches the HTTP client of the
 * streaming path: undici's `dispatch`, which hands over each read without a stream in between.
 */
@Injectable()
export class HttpStreamService implements OnApplicationShutdown {
  private readonly silenceTimeout: number;
  private readonly agent: Agent;

  constructor(config: ConfigService<Settings, true>) {
    this.silenceTimeout = config.get('UPSTREAM_TIMEOUT_MS', { infer: true });
    // undici's own timers are coarse and end long thinking after five minutes: we keep our own.
    this.agent = new Agent({
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: config.get('UPSTREAM_CONNECT_TIMEOUT_MS', { infer: true }) },
    });
  }

  /**
   * Cold: subscribing sends the request, unsubscribing aborts it. Emits one batch per network read.
   * Fails with an `UnexpectedResponse` when the answer is no event stream, and with a `GatewayError`
   * when the connection fails or falls silent. Follows no redirect, decodes no compression.
   */
  open(request: HttpStreamRequest): Observable<readonly Uint8Array[]> {
    return new Observable((subscriber: Subscriber<readonly Uint8Array[]>) => {
      const reader = new ResponseReader(subscriber, request, this.silenceTimeout);
      this.dispatch(request, reader);
      return () => {
        reader.abort();
      };
    });
  }

  /** Not at module destruction, which comes before running streams have ended. */
  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  private dispatch(request: HttpStreamRequest, reader: ResponseReader): void {
    const { url, headers, body } = request;
    try {
      this.agent.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: 'POST',
          headers: { 'accept-encoding': 'identity', ...headers },
          body,
        },
        reader,
      );
      request.meter?.dispatched();
    } catch (error) {
      // A request that undici finds malformed: it throws instead of calling the handler.
      reader.fail(toTransportError(error));
    }
  }
}
