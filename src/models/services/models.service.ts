import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { defer, map, type Observable, of, share } from 'rxjs';
import { now } from '../../common/clock';
import type {
  OpenAiUpstream,
  UpstreamDefinition,
} from '../../config/upstreams/upstream-definition';
import type { Settings } from '../../config/validate-environment';
import { GatewayError } from '../../protocol/gateway-error';
import type { ModelProfile } from '../../protocol/model-profile';
import { buildCatalogue, type LiveModel, type ModelNames } from '../lib/build-catalogue';
import type { CatalogueEntry } from '../lib/model-catalogue';
import { readModelsFile } from '../lib/read-models-file';
import { LiveModelsService } from './live-models.service';

/** Milliseconds after which an upstream that gave no list is asked again. */
const RETRY_TIME = 10_000;

/** The models that clients can ask for. */
@Injectable()
export class ModelsService {
  private readonly upstreams: readonly UpstreamDefinition[];
  private readonly names: ModelNames;
  private readonly described: readonly CatalogueEntry[];
  /** Upstreams that are asked for their models; none when that is switched off. */
  private readonly asked: readonly OpenAiUpstream[];
  /** Milliseconds. */
  private readonly timeToLive: number;
  private expires = 0;
  private live: ReadonlyMap<string, readonly LiveModel[]> = new Map();
  private profiles: ReadonlyMap<string, ModelProfile>;
  private readonly refreshing: Observable<void>;

  constructor(liveModels: LiveModelsService, config: ConfigService<Settings, true>) {
    this.upstreams = config.get('UPSTREAMS', { infer: true });
    this.names = {
      primary: config.get('PRIMARY_MODEL', { infer: true }),
      thinking: config.get('THINKING_MODEL', { infer: true }),
      search: config.get('SEARCH_MODEL', { infer: true }),
    };
    const file = config.get('MODELS_FILE', { infer: true });
    this.described = file === undefined ? [] : readModelsFile(file);
    this.timeToLive = config.get('UPSTREAM_MODELS_TTL_S', { infer: true }) * 1000;
    this.asked =
      this.timeToLive === 0
        ? []
        : (this.upstreams.filter(
            (upstream) => upstream.protocol === 'openai' && upstream.models === undefined,
          ) as readonly OpenAiUpstream[]);
    this.profiles = this.build();
    this.refreshing = defer(() => liveModels.fetch(this.asked)).pipe(
      map((live) => {
        const isComplete = this.asked.every(({ name }) => live.has(name));
        this.expires =
          now() + (isComplete ? this.timeToLive : Math.min(this.timeToLive, RETRY_TIME));
        // An upstream that does not answer now served its models a moment ago.
        this.live = new Map([...this.live, ...live]);
        this.profiles = this.build();
      }),
      share(),
    );
  }

  /** Emits once the list is fresh; at once when upstreams are not asked. Never fails. */
  refresh(): Observable<void> {
    return this.isFresh ? of(undefined) : this.refreshing;
  }

  /** Whether `list` and `resolve` tell what is known, without asking an upstream. */
  get isFresh(): boolean {
    return this.asked.length === 0 || now() < this.expires;
  }

  list(): readonly ModelProfile[] {
    return [...this.profiles.values()].sort((one, other) => one.id.localeCompare(other.id, 'en'));
  }

  /** A model by any spelling of its name; undefined when there is none. */
  find(id: string): ModelProfile | undefined {
    return this.profiles.get(id.toLowerCase());
  }

  /** The profile of a model; of the primary model when none is named. Throws `model_not_found`. */
  resolve(id: string | undefined): ModelProfile {
    const name = id ?? this.names.primary;
    const profile = this.find(name);
    if (profile !== undefined) return profile;
    throw new GatewayError('not-found', `The model '${name.slice(0, 100)}' does not exist.`, {
      param: 'model',
      code: 'model_not_found',
    });
  }

  private build(): ReadonlyMap<string, ModelProfile> {
    const { upstreams, names, described, live } = this;
    return buildCatalogue({ upstreams, names, described, live });
  }
}
