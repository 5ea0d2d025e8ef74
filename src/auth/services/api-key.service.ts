import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { now } from '../../common/clock';
import type { KeyLimits } from '../../common/http/key-limits';
import type { Settings } from '../../config/validate-environment';
import { hashKey } from '../lib/hash-key';
import { KeysFileService } from './keys-file.service';

/** An accepted key. */
export interface ApiKey {
  /** A name that is safe to log. */
  readonly id: string;
  readonly limits: KeyLimits;
}

/** Checks the keys of clients. Keeps hashes only. */
@Injectable()
export class ApiKeyService {
  private readonly hashes: readonly Buffer[];

  constructor(
    config: ConfigService<Settings, true>,
    private readonly file: KeysFileService,
  ) {
    this.hashes = config.get('AUTH_TOKEN', { infer: true }).map(hashKey);
  }

  /**
   * Who presents this key; `undefined` for a key that is not accepted. Compares hashes in constant
   * time against every key, so that the time tells nothing. The file has the last word on its keys.
   */
  identify(key: string): ApiKey | undefined {
    const candidate = hashKey(key);
    const [named] = this.file.keys.filter(({ hash }) => timingSafeEqual(hash, candidate));
    const unnamed = this.hashes.filter((hash) => timingSafeEqual(hash, candidate));
    if (named !== undefined) {
      const isAccepted = !named.isDisabled && now() < named.expiresAt;
      return isAccepted ? { id: named.name, limits: named.limits } : undefined;
    }
    if (unnamed.length === 0) return undefined;
    return { id: `key_${candidate.toString('hex').slice(0, 12)}`, limits: {} };
  }
}
