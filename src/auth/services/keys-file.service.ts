import { createHash } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { now } from '../../common/clock';
import { ConfigurationError } from '../../config/configuration-error';
import type { Settings } from '../../config/validate-environment';
import { type NamedKey, parseKeysFile } from '../lib/parse-keys-file';

/** Milliseconds between two looks at the file. */
const POLL_INTERVAL = 2_000;

/** Milliseconds without further news after which the file is read: an editor saves in steps. */
const SETTLE_TIME = 100;

/**
 * The keys of `KEYS_FILE`. Read again when the file changes and on SIGHUP; a file that is missing or
 * not valid changes nothing. Requests that are running keep the limits that they began with.
 */
@Injectable()
export class KeysFileService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(KeysFileService.name);
  private readonly path: string | undefined;
  private current: readonly NamedKey[] = [];
  private pending: NodeJS.Timeout | undefined;

  constructor(config: ConfigService<Settings, true>) {
    this.path = config.get('KEYS_FILE', { infer: true });
    if (this.path !== undefined) this.load(this.path);
  }

  get keys(): readonly NamedKey[] {
    return this.current;
  }

  onModuleInit(): void {
    if (this.path === undefined) return;
    // By path and by polling: Kubernetes replaces a folder that the path leads through, and network
    // file systems report nothing.
    watchFile(this.path, { interval: POLL_INTERVAL, persistent: false }, this.schedule);
    process.on('SIGHUP', this.schedule);
  }

  onApplicationShutdown(): void {
    clearTimeout(this.pending);
    if (this.path === undefined) return;
    unwatchFile(this.path, this.schedule);
    process.off('SIGHUP', this.schedule);
  }

  private readonly schedule = (): void => {
    clearTimeout(this.pending);
    this.pending = setTimeout(this.reload, SETTLE_TIME);
  };

  private readonly reload = (): void => {
    if (this.path === undefined) return;
    try {
      this.load(this.path);
    } catch (error) {
      const problems = error instanceof ConfigurationError ? error.problems : ['unknown problem'];
      this.logger.error({ event: 'keys_file_refused', kept_keys: this.current.length, problems });
    }
  };

  /** Replaces all keys at once, or throws and replaces none. */
  private load(path: string): void {
    const text = readText(path);
    const { keys, problems } = parseKeysFile(text);
    if (problems.length > 0) throw new ConfigurationError(problems);
    this.current = keys;
    const time = now();
    this.logger.log({
      event: 'keys_file_loaded',
      keys: keys.length,
      disabled: keys.filter(({ isDisabled }) => isDisabled).length,
      expired: keys.filter(({ expiresAt }) => expiresAt <= time).length,
      config_hash: createHash('sha256').update(text).digest('hex').slice(0, 12),
    });
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigurationError(['KEYS_FILE cannot be read']);
  }
}
