import { HttpService } from '@nestjs/axios';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type {
  OpenAiUpstream,
  UpstreamDefinition,
  WebUpstream,
} from '../../config/upstreams/upstream-definition';
import type { Settings } from '../../config/validate-environment';
import { KeyPool } from '../drivers/openai/key-pool';
import { OpenAiDriver } from '../drivers/openai/openai.driver';
import { WebCredentials } from '../drivers/web/web-credentials';
import { WebDriver } from '../drivers/web/web.driver';
import { HttpStreamService } from '../transport/http-stream.service';
import type { UpstreamDriver } from '../upstream-driver';
import type { Upstreams } from '../upstreams';

/** Requests that may wait for a key of one upstream. */
const QUEUE_LIMIT = 1_000;

/** Makes the driver of each configured upstream. */
@Injectable()
export class DriverFactory {
  constructor(
    private readonly streams: HttpStreamService,
    private readonly http: HttpService,
    private readonly config: ConfigService<Settings, true>,
  ) {}

  createAll(): Upstreams {
    const definitions = this.config.get('UPSTREAMS', { infer: true });
    return definitions.map((definition) => ({ definition, driver: this.create(definition) }));
  }

  private create(definition: UpstreamDefinition): UpstreamDriver {
    return definition.protocol === 'web'
      ? this.createWeb(definition)
      : this.createOpenAi(definition);
  }

  private createWeb(definition: WebUpstream): WebDriver {
    const credentials = new WebCredentials(this.http, {
      url: definition.url,
      isAnonymous: this.config.get('ANONYMOUS_MODE', { infer: true }),
      backupToken: this.config.get('BACKUP_TOKEN', { infer: true }),
      timeToLive: this.config.get('ANONYMOUS_TOKEN_TTL_S', { infer: true }) * 1000,
    });
    return new WebDriver(definition, this.streams, credentials, this.maxEventLength);
  }

  private createOpenAi(definition: OpenAiUpstream): OpenAiDriver {
    const pool = new KeyPool({
      keys: definition.apiKeys,
      concurrency: definition.keyConcurrency,
      queueTimeout: this.config.get('UPSTREAM_QUEUE_TIMEOUT_MS', { infer: true }),
      queueLimit: QUEUE_LIMIT,
      hasStandIn: this.config.get('UPSTREAMS', { infer: true }).length > 1,
    });
    return new OpenAiDriver(definition, this.streams, pool, this.maxEventLength);
  }

  /** Bytes. */
  private get maxEventLength(): number {
    return this.config.get('UPSTREAM_EVENT_LIMIT_KB', { infer: true }) * 1024;
  }
}
