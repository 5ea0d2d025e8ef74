import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { LRUCache } from 'lru-cache';
import { monotonicNow } from '../../common/clock';
import { SharedStoreService } from '../../common/shared-store/shared-store.service';
import type { Settings } from '../../config/validate-environment';
import { parseStored, type StoredResponse } from '../lib/stored-response';

const MEBIBYTE = 1024 * 1024;

/** Bytes of the largest value that goes to Redis: more would not arrive within its deadline. */
const MAX_SHARED = 4 * MEBIBYTE;

/** Values that are asked for at a time: the limit is on a value, and on the deadline for all. */
const BATCH = 16;

/** What Redis holds of a response that was deleted, so that no replica shows its own copy. */
const DELETED = '';

const PURGE_INTERVAL = 60_000;

/**
 * Keeps responses for a bounded time: in a bounded part of this process' memory and, where there is
 * one, in the Redis that replicas share. While Redis does not answer the own memory decides alone.
 */
@Injectable()
export class ResponseStore implements OnModuleInit, OnApplicationShutdown {
  private readonly lifetime: number;
  private readonly local: LRUCache<string, Buffer>;
  private purge: NodeJS.Timeout | undefined;

  constructor(
    config: ConfigService<Settings, true>,
    private readonly shared: SharedStoreService,
  ) {
    this.lifetime = config.get('RESPONSES_TTL_S', { infer: true }) * 1000;
    this.local = new LRUCache({
      maxSize: config.get('RESPONSES_MEMORY_MB', { infer: true }) * MEBIBYTE,
      sizeCalculation: (json) => json.length,
      ttl: Math.max(1, this.lifetime),
      updateAgeOnGet: true,
      perf: { now: monotonicNow },
    });
  }

  /** Whether anything is kept at all. */
  get isEnabled(): boolean {
    return this.lifetime > 0;
  }

  /** What has expired is never shown, but would lie in memory until its place is needed. */
  onModuleInit(): void {
    if (!this.isEnabled) return;
    this.purge = setInterval(() => this.local.purgeStale(), PURGE_INTERVAL).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.purge);
  }

  /** Keeps a response. The own memory has it at once; Redis before the client can ask for it. */
  keep(stored: StoredResponse): void {
    if (!this.isEnabled) return;
    const { id } = stored.response;
    const json = Buffer.from(JSON.stringify(stored));
    this.local.set(id, json);
    if (json.length > MAX_SHARED) return;
    void this.shared.ask((client) => client.set(keyOf(id), json, 'PX', this.lifetime));
  }

  /** A response of this owner, which from now on is kept for as long again. */
  async find(id: string, owner: string): Promise<StoredResponse | undefined> {
    const [stored] = await this.findAll([id], owner);
    return stored;
  }

  /** Responses in the order of their ids; `undefined` where there is none of this owner. */
  async findAll(
    ids: readonly string[],
    owner: string,
  ): Promise<readonly (StoredResponse | undefined)[]> {
    const found: (StoredResponse | undefined)[] = [];
    for (let start = 0; start < ids.length; start += BATCH) {
      const batch = ids.slice(start, start + BATCH);
      const shared = await this.readShared(batch);
      for (const [index, id] of batch.entries()) {
        const json = shared?.[index] ?? this.local.get(id)?.toString();
        found.push(json === undefined ? undefined : parseStored(json, owner));
      }
    }
    return found;
  }

  /** Keeps a response no longer; false when there was none of this owner. */
  async remove(id: string, owner: string): Promise<boolean> {
    const stored = await this.find(id, owner);
    if (stored === undefined) return false;
    this.local.delete(id);
    await this.shared.ask((client) => client.set(keyOf(id), DELETED, 'PX', this.lifetime));
    return true;
  }

  /** What Redis has, `null` where it has nothing; `undefined` when it does not answer. */
  private readShared(ids: readonly string[]): Promise<readonly (string | null)[] | undefined> {
    return this.shared.ask(async (client) => {
      const keys = ids.map(keyOf);
      const pipeline = client.pipeline().mget(keys);
      for (const key of keys) pipeline.pexpire(key, this.lifetime);
      const [[error, values] = [new Error('Redis gave no result.'), undefined]] =
        (await pipeline.exec()) ?? [];
      if (error !== null) throw error;
      return values as readonly (string | null)[];
    });
  }
}

function keyOf(id: string): string {
  return `glm-gateway:response:${id}`;
}
