import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { NextFunction, Request, Response } from 'express';
import { Shutdown } from '../../common/http/shutdown';
import type { Settings } from '../../config/validate-environment';

/** Milliseconds that a request has to arrive in full once the listener is closed. */
const ARRIVAL_GRACE = 5_000;

/** Milliseconds that clients have to take the error with which their answer was cut. */
const FAREWELL = 1_000;

/**
 * Ends the service in order: not ready, but serving for a while; then no new connections while
 * running answers end; then the rest is cut off. The listener closes when all connections are gone,
 * and Node closes only those that are between two requests: a connection whose last response ended,
 * or that never sent a whole request, would stay open, so it is closed here.
 */
@Injectable()
export class DrainService
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly logger = new Logger(DrainService.name);
  private readonly shutdownDelay: number;
  private readonly drainTimeout: number;
  private draining = false;
  private isClosing = false;
  private readonly timers: NodeJS.Timeout[] = [];
  /**
   * Each connection with the requests that run on it. One set of all requests would be changed by each of
   * them, and the tables that V8 leaves behind would keep requests from being collected.
   */
  private readonly connections = new Map<Socket, Request[]>();

  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly shutdown: Shutdown,
    config: ConfigService<Settings, true>,
  ) {
    this.shutdownDelay = config.get('SHUTDOWN_DELAY_MS', { infer: true });
    this.drainTimeout = config.get('DRAIN_TIMEOUT_MS', { infer: true });
  }

  get isDraining(): boolean {
    return this.draining;
  }

  onApplicationBootstrap(): void {
    this.server.on('connection', (socket) => {
      this.connections.set(socket, []);
      socket.once('close', () => this.connections.delete(socket));
    });
  }

  /** The listener closes when this returns. */
  async beforeApplicationShutdown(): Promise<void> {
    this.draining = true;
    this.logger.log({ event: 'draining', requests: this.running });
    if (this.shutdownDelay > 0) await delay(this.shutdownDelay);
    this.isClosing = true;
    this.keepConnections(() => true);
    this.after(ARRIVAL_GRACE, () => {
      this.keepConnections((request) => request.complete);
    });
    this.after(this.drainTimeout, () => {
      this.logger.warn({ event: 'drain_timeout', requests: this.running });
      this.shutdown.cutAnswers();
    });
    this.after(this.drainTimeout + FAREWELL, () => {
      this.keepConnections(() => false);
    });
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  /** Middleware: watches the end of each response. */
  readonly track = (request: Request, response: Response, next: NextFunction): void => {
    const running = this.connections.get(request.socket);
    running?.push(request);
    if (this.draining) response.setHeader('connection', 'close');
    response.once('close', () => {
      running?.splice(running.indexOf(request), 1);
      if (this.isClosing) setImmediate(this.closeIdleConnections);
    });
    next();
  };

  private after(milliseconds: number, act: () => void): void {
    this.timers.push(setTimeout(act, milliseconds));
  }

  /** Requests that run, on all connections. */
  private get running(): number {
    return [...this.connections.values()].flat().length;
  }

  /** Closes all connections but those with a running request that is to be kept. */
  private keepConnections(isKept: (request: Request) => boolean): void {
    for (const [socket, requests] of this.connections) {
      if (!requests.some(isKept)) socket.destroy();
    }
  }

  private readonly closeIdleConnections = (): void => {
    this.server.closeIdleConnections();
  };

  private get server(): Server {
    return this.adapterHost.httpAdapter.getHttpServer() as Server;
  }
}
