import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { newId } from '../../common/ids';
import { SharedStoreService } from '../../common/shared-store/shared-store.service';
import { ACQUIRE, RENEW } from '../lib/slot-scripts';

/** Milliseconds after which the slots of a replica that crashed are free again. */
const LEASE = 30_000;

const RENEWAL_INTERVAL = LEASE / 3;

/**
 * The requests that keys have in progress: all of this process, and through Redis those of the other
 * replicas. What this process knows decides alone while Redis does not answer.
 */
@Injectable()
export class SlotsService implements OnModuleInit, OnApplicationShutdown {
  private readonly held = new Map<string, Set<string>>();
  private renewal: NodeJS.Timeout | undefined;

  constructor(private readonly store: SharedStoreService) {}

  onModuleInit(): void {
    if (this.store.client === undefined) return;
    this.renewal = setInterval(() => void this.renew(), RENEWAL_INTERVAL).unref();
  }

  /** Not before: while responses finish, their slots are taken. */
  onApplicationShutdown(): void {
    clearInterval(this.renewal);
  }

  /** Takes a slot; gives the function that frees it, or `undefined` when all are taken. */
  async acquire(keyId: string, limit: number): Promise<(() => void) | undefined> {
    const leases = this.held.get(keyId) ?? new Set();
    if (leases.size >= limit) return undefined;
    const lease = newId();
    // Before asking Redis: requests that come meanwhile must find the slot taken.
    this.held.set(keyId, leases.add(lease));
    const answer = await this.store.ask((client) =>
      client.eval(ACQUIRE, 1, setOf(keyId), LEASE, limit, lease),
    );
    if (answer === 0) {
      this.forget(keyId, lease);
      return undefined;
    }
    return () => {
      this.forget(keyId, lease);
      void this.store.ask((client) => client.zrem(setOf(keyId), lease));
    };
  }

  /** Also tells a Redis that forgot, or was down when the slots were taken. */
  private async renew(): Promise<void> {
    for (const [keyId, leases] of this.held) {
      await this.store.ask((client) => client.eval(RENEW, 1, setOf(keyId), LEASE, ...leases));
    }
  }

  private forget(keyId: string, lease: string): void {
    const leases = this.held.get(keyId);
    leases?.delete(lease);
    if (leases?.size === 0) this.held.delete(keyId);
  }
}

function setOf(keyId: string): string {
  return `glm-gateway:slots:${keyId}`;
}
