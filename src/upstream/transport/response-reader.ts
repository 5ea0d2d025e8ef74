import type { IncomingHttpHeaders } from 'node:http';
import type { Subscriber } from 'rxjs';
import type { Dispatcher } from 'undici';
import type { DemandGate } from '../../common/http/demand-gate';
import type { ExchangeMeter } from '../../common/telemetry/exchange-meter';
import { UnexpectedResponse, silenceError, toTransportError } from './transport-error';

/** Bytes of an unexpected body that are kept to find out what it says. */
const MAX_UNEXPECTED_BODY = 64 * 1024;

/**
 * Hands the reads of one response to a subscriber: pauses the socket while there is no demand, ends
 * a silence that lasts too long, and aborts when asked.
 */
export class ResponseReader implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private unexpected:
    { status: number; headers: IncomingHttpHeaders; chunks: Buffer[] } | undefined;
  private unexpectedLength = 0;
  private isOver = false;
  private readonly demand: DemandGate;
  private readonly meter: ExchangeMeter | undefined;
  private readonly silence: NodeJS.Timeout;
  private readonly forgetDemand: () => void;

  constructor(
    private readonly subscriber: Subscriber<readonly Uint8Array[]>,
    { demand, meter }: { readonly demand: DemandGate; readonly meter?: ExchangeMeter | undefined },
    silenceTimeout: number,
  ) {
    this.demand = demand;
    this.meter = meter;
    this.silence = setTimeout(() => {
      // While the client takes nothing it is we who are silent.
      if (this.controller?.paused === true) this.silence.refresh();
      else this.fail(silenceError(silenceTimeout));
    }, silenceTimeout);
    this.forgetDemand = demand.onOpen(() => {
      this.silence.refresh();
      this.controller?.resume();
    });
  }

  /** Ends the request; the upstream sees the connection close. */
  abort(): void {
    if (this.isOver) return;
    this.end();
    this.controller?.abort(new Error('The request was aborted.'));
  }

  /** Ends the request with an error. */
  fail(error: Error): void {
    if (this.isOver) return;
    this.end();
    this.controller?.abort(error);
    this.subscriber.error(error);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.isOver) controller.abort(new Error('The request was aborted.'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.silence.refresh();
    if (status >= 200 && !isEventStream(status, headers)) {
      this.unexpected = { status, headers, chunks: [] };
    }
    this.pauseWithoutDemand(controller);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isOver) return;
    this.silence.refresh();
    if (this.unexpected !== undefined) {
      this.unexpected.chunks.push(chunk);
      this.unexpectedLength += chunk.length;
      if (this.unexpectedLength >= MAX_UNEXPECTED_BODY) this.failUnexpected(this.unexpected);
      return;
    }
    this.meter?.read();
    this.subscriber.next([chunk]);
    this.meter?.handedOver();
    this.pauseWithoutDemand(controller);
  }

  onResponseEnd(): void {
    if (this.isOver) return;
    if (this.unexpected !== undefined) {
      this.failUnexpected(this.unexpected);
      return;
    }
    this.end();
    this.subscriber.complete();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(toTransportError(error));
  }

  private pauseWithoutDemand(controller: Dispatcher.DispatchController): void {
    if (this.demand.isClosed && this.unexpected === undefined) controller.pause();
  }

  private failUnexpected(response: NonNullable<ResponseReader['unexpected']>): void {
    const body = Buffer.concat(response.chunks).toString('utf8', 0, MAX_UNEXPECTED_BODY);
    this.fail(new UnexpectedResponse(response.status, response.headers, body));
  }

  private end(): void {
    this.isOver = true;
    clearTimeout(this.silence);
    this.forgetDemand();
  }
}

/** A 200 that does not say what it is counts as a stream; the decoder finds out. */
function isEventStream(status: number, headers: IncomingHttpHeaders): boolean {
  const type = headers['content-type'] ?? '';
  const encoding = headers['content-encoding'] ?? 'identity';
  return status === 200 && encoding === 'identity' && !/\b(html|json|xml)\b/i.test(type);
}
