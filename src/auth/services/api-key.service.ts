import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Settings } from '../../config/validate-environment';

/** Checks the keys of clients. Keeps hashes only. */
@Injectable()
export class ApiKeyService {
  private readonly hashes: readonly Buffer[];

  constructor(config: ConfigService<Settings, true>) {
    this.hashes = config.get('AUTH_TOKEN', { infer: true }).map(hash);
  }

  /**
   * A name for the key that is safe to log, or `undefined` for a key that is not accepted. Compares
   * hashes in constant time against every key, so that the time tells nothing.
   */
  identify(key: string): string | undefined {
    const candidate = hash(key);
    const matches = this.hashes.filter((known) => timingSafeEqual(known, candidate));
    return matches.length > 0 ? `key_${candidate.toString('hex').slice(0, 12)}` : undefined;
  }
}

function hash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
