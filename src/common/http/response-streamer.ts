import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Response } from 'express';
import { Observable, Subscription } from 'rxjs';
import type { Settings } from '../../config/validate-environment';
import { cutBy } from '../rxjs/cut-by';
import { ResponseWriter, type StreamedResponse, type WriteOutcome } from './response-writer';
import { Shutdown } from './shutdown';

/** A response that is sent as one JSON document. */
export interface JsonResponse {
  readonly response: Response;
  readonly body: Observable<unknown>;
}

/**
 * Sends responses whose content comes from an Observable. The one place that subscribes to a
 * generation: whatever ends the response ends the subscription, and with it the upstream request.
 */
@Injectable()
export class ResponseStreamer {
  private readonly keepAliveInterval: number;
  private readonly stallTimeout: number;

  constructor(
    config: ConfigService<Settings, true>,
    private readonly shutdown: Shutdown,
  ) {
    this.keepAliveInterval = config.get('KEEP_ALIVE_INTERVAL_MS', { infer: true });
    this.stallTimeout = config.get('STALL_TIMEOUT_MS', { infer: true });
  }

  /**
   * Sends a stream. Emits one outcome when the response is over. Fails with the source's error as
   * long as nothing was sent, so that a filter can still set the status.
   */
  stream(options: StreamedResponse): Observable<WriteOutcome> {
    return new Observable((subscriber) => {
      const writer = new ResponseWriter(options, {
        keepAliveInterval: this.keepAliveInterval,
        stallTimeout: this.stallTimeout,
        onOver: (outcome) => {
          subscriber.next(outcome);
          subscriber.complete();
        },
        onFailedBeforeStart: (error) => {
          subscriber.error(error);
        },
      });
      writer.follow(options.frames.pipe(cutBy(this.shutdown.cut)));
    });
  }

  /** Sends a document. Emits one outcome; fails with the source's error. */
  json({ response, body }: JsonResponse): Observable<WriteOutcome> {
    return new Observable((subscriber) => {
      const subscription = new Subscription();
      let isStalled = false;
      const onClose = (): void => {
        subscription.unsubscribe();
        const end = response.writableFinished ? 'completed' : 'client-gone';
        // Node counts bytes that it threw away as written: a stall must be remembered.
        subscriber.next({ kind: isStalled ? 'stalled' : end });
        subscriber.complete();
      };
      if (response.destroyed) {
        onClose();
        return;
      }
      // Attached before the upstream call: a client may leave before the first byte.
      response.once('close', onClose);
      subscription.add(
        body.pipe(cutBy(this.shutdown.cut)).subscribe({
          next: (document) => {
            sendJson(response, document);
            const stall = setTimeout(() => {
              isStalled = true;
              response.destroy();
            }, this.stallTimeout);
            subscription.add(() => {
              clearTimeout(stall);
            });
          },
          error: (error: unknown) => {
            response.off('close', onClose);
            subscriber.error(error);
          },
        }),
      );
    });
  }
}

/** What Express would do beside this costs more than sending: content negotiation, ETag, freshness. */
function sendJson(response: Response, document: unknown): void {
  const body = JSON.stringify(document);
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
