import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express } from 'express';
import { createServer } from 'node:http';
import { answerMalformedRequests } from './answer-malformed';
import { expressMessages } from './express-messages';

/** What a client may use of the server before anybody knows who it is. */
export interface ServerLimits {
  /** Milliseconds in which the head of a request must arrive. */
  readonly headersTimeout: number;
  /** Milliseconds in which a whole request must arrive. */
  readonly requestTimeout: number;
  /** Open connections at a time. */
  readonly maxConnections: number;
}

/** Milliseconds: longer than the idle time of usual proxies, which must be the ones to hang up. */
const KEEP_ALIVE_TIMEOUT = 75_000;

/** Milliseconds between two looks at the connections that send slowly. */
const CHECKING_INTERVAL = 1_000;

/** Bytes of a request's head. */
const MAX_HEAD = 16 * 1024;

/** Nest's Express with an HTTP server that slow and greedy clients cannot occupy. */
export class GatewayAdapter extends ExpressAdapter {
  constructor(private readonly limits: ServerLimits) {
    super();
  }

  override initHttpServer(): void {
    const { headersTimeout, requestTimeout, maxConnections } = this.limits;
    const app = this.getInstance<Express>();
    const server = createServer(
      {
        ...expressMessages(app),
        requestTimeout,
        // Node wants the part to be no longer than the whole.
        headersTimeout: Math.min(headersTimeout, requestTimeout),
        keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
        connectionsCheckingInterval: Math.min(CHECKING_INTERVAL, headersTimeout, requestTimeout),
        maxHeaderSize: MAX_HEAD,
      },
      app,
    );
    server.maxConnections = maxConnections;
    answerMalformedRequests(server);
    this.setHttpServer(server);
  }
}
