import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import type { NextFunction, Request, Response } from 'express';

/**
 * Lets running responses finish at shutdown. The listener closes when all connections are gone; a
 * connection whose last response ended would stay open for another request, so it is closed here.
 */
@Injectable()
export class DrainService implements BeforeApplicationShutdown {
  private draining = false;

  constructor(private readonly adapterHost: HttpAdapterHost) {}

  get isDraining(): boolean {
    return this.draining;
  }

  beforeApplicationShutdown(): void {
    this.draining = true;
  }

  /** Middleware: watches the end of each response. */
  readonly track = (_request: Request, response: Response, next: NextFunction): void => {
    if (this.draining) response.setHeader('connection', 'close');
    response.once('close', () => {
      if (this.draining) setImmediate(this.closeIdleConnections);
    });
    next();
  };

  private readonly closeIdleConnections = (): void => {
    const server = this.adapterHost.httpAdapter.getHttpServer() as Server;
    server.closeIdleConnections();
  };
}
