import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NextFunction, Request, Response } from 'express';

/** Milliseconds that a request has to arrive in full once the service shuts down. */
const ARRIVAL_GRACE = 5_000;

/**
 * Lets running responses finish at shutdown. The listener closes when all connections are gone, and
 * Node closes only those that are between two requests: a connection whose last response ended, or
 * that never sent a whole request, would stay open, so it is closed here.
 */
@Injectable()
export class DrainService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private draining = false;
  private readonly connections = new Set<Socket>();
  private readonly requests = new Set<Request>();

  constructor(private readonly adapterHost: HttpAdapterHost) {}

  get isDraining(): boolean {
    return this.draining;
  }

  onApplicationBootstrap(): void {
    this.server.on('connection', (socket) => {
      this.connections.add(socket);
      socket.once('close', () => this.connections.delete(socket));
    });
  }

  beforeApplicationShutdown(): void {
    this.draining = true;
    this.keepConnections([...this.requests]);
    setTimeout(() => {
      this.keepConnections([...this.requests].filter((request) => request.complete));
    }, ARRIVAL_GRACE).unref();
  }

  /** Middleware: watches the end of each response. */
  readonly track = (request: Request, response: Response, next: NextFunction): void => {
    this.requests.add(request);
    if (this.draining) response.setHeader('connection', 'close');
    response.once('close', () => {
      this.requests.delete(request);
      if (this.draining) setImmediate(this.closeIdleConnections);
    });
    next();
  };

  /** Closes all connections but those of `requests`. */
  private keepConnections(requests: readonly Request[]): void {
    const kept = new Set(requests.map(({ socket }) => socket));
    for (const socket of this.connections) {
      if (!kept.has(socket)) socket.destroy();
    }
  }

  private readonly closeIdleConnections = (): void => {
    this.server.closeIdleConnections();
  };

  private get server(): Server {
    return this.adapterHost.httpAdapter.getHttpServer() as Server;
  }
}
