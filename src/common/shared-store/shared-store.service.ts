import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import type { Redis } from 'ioredis';
import { withinDeadline } from './within-deadline';

/** Milliseconds that a request waits for Redis, at most once per outage. */
const DEADLINE = 100;

/** Milliseconds for the probe, for which no request waits. */
const PATIENCE = 1_000;

/** Token of the client; none is provided where no Redis is configured. */
export const SHARED_CLIENT = Symbol('shared client');

const PROBE = 'glm-gateway:probe';

/**
 * The Redis that replicas share. It is optional at any time: `ask` answers `undefined` when there is
 * none, and when it is down, slow or refuses to write. After a failure nobody waits for it until it
 * has taken a write again (docs/decisions/0020-limits-without-waiting.md).
 */
@Injectable()
export class SharedStoreService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(SharedStoreService.name);
  private state: 'unknown' | 'up' | 'down' | 'closed' = 'unknown';
  private lastError = 'closed';

  constructor(
    /** For libraries that bind to a client; to be called within `ask` only. */
    @Inject(SHARED_CLIENT) readonly client: Redis | undefined,
  ) {
    if (client !== undefined) this.watch(client);
  }

  onModuleInit(): void {
    // Nobody waits for the first connection either; what goes wrong comes as events.
    this.client?.connect().catch(() => undefined);
  }

  onApplicationShutdown(): void {
    this.state = 'closed';
    this.client?.disconnect();
  }

  /** What Redis answers, or `undefined` when it does not answer in time. */
  async ask<Answer>(command: (client: Redis) => Promise<Answer>): Promise<Answer | undefined> {
    if (this.client === undefined || this.state !== 'up') return undefined;
    try {
      return await withinDeadline(command(this.client), DEADLINE);
    } catch (error) {
      this.giveUp(error);
      return undefined;
    }
  }

  private watch(client: Redis): void {
    client.on('error', (error: unknown) => {
      this.lastError = codeOf(error);
    });
    client.on('ready', () => void this.probe(client));
    client.on('close', () => {
      this.goDown(this.lastError);
    });
  }

  /** Connected is not enough: a replica or a full Redis takes no writes. */
  private async probe(client: Redis): Promise<void> {
    try {
      await client.set(PROBE, 1, 'PX', PATIENCE);
    } catch (error) {
      this.giveUp(error);
      return;
    }
    if (this.state === 'closed') return;
    this.state = 'up';
    this.logger.log({ event: 'shared_limits_up' });
  }

  /** Hangs up; the client connects again after a while, and a probe ends the outage. */
  private giveUp(error: unknown): void {
    if (this.client?.status !== 'ready') return;
    this.lastError = codeOf(error);
    this.goDown(this.lastError);
    this.client.disconnect(true);
  }

  private goDown(reason: string): void {
    if (this.state === 'down' || this.state === 'closed') return;
    this.state = 'down';
    const consequence = 'limits and kept responses are local';
    this.logger.warn({ event: 'shared_limits_down', reason, consequence });
  }
}

/** A code and no message: messages of Redis may repeat what was sent. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as NodeJS.ErrnoException;
  // Redis begins its messages with a code in capitals, such as OOM or WRONGPASS.
  return code ?? /^[A-Z]{3,16}(?= )/.exec(error.message)?.[0] ?? error.name;
}
