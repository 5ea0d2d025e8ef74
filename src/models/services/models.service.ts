import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
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
import { AliasTable, type ListedModel, toAlias } from '../lib/alias-table';
import { buildCatalogue, type LiveModel, type ModelNames } from '../lib/build-catalogue';
import type { CatalogueEntry } from '../lib/model-catalogue';
import { readModelsFile } from '../lib/read-models-file';
import { LiveModelsService } from './live-models.service';

/** Milliseconds after which an upstream that gave no list is asked again. */
const RETRY_TIME = 10_000;

/** A name that a message repeats, shortened. */
const MAX_QUOTED = 100;

/** The models that clients can ask for. */
@Injectable()
export class ModelsService implements OnModuleInit {
  private readonly logger = new Logger(ModelsService.name);
  private readonly upstreams: readonly UpstreamDefinition[];
  private readonly names: ModelNames;
  private readonly described: readonly CatalogueEntry[];
  private readonly aliases: AliasTable;
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
    this.aliases = new AliasTable(config.get('MODEL_ALIASES', { infer: true }));
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

  onModuleInit(): void {
    // A list that comes later may have the model.
    if (this.asked.length > 0) return;
    for (const { name, model } of this.aliases.dangling(this.profiles)) {
      this.logger.warn({ event: 'model_alias_unresolved', alias: name, model });
    }
  }

  /** Emits once the list is fresh; at once when upstreams are not asked. Never fails. */
  refresh(): Observable<void> {
    return this.isFresh ? of(undefined) : this.refreshing;
  }

  /** Whether `list` and `resolve` tell what is known, without asking an upstream. */
  get isFresh(): boolean {
    return this.asked.length === 0 || now() < this.expires;
  }

  /** All models and the exact aliases of them, by name. */
  list(): readonly ListedModel[] {
    return [...this.aliases.list(this.profiles)].sort((one, other) =>
      one.id.localeCompare(other.id, 'en'),
    );
  }

  /** One model as `list` has it; under the given name when that is an alias. Throws as `resolve`. */
  describe(name: string): ListedModel {
    const profile = this.resolve(name);
    const isOwnName = this.profiles.has(name.toLowerCase());
    return isOwnName ? this.aliases.describe(profile, this.profiles) : toAlias(profile, name);
  }

  /** A model by any spelling of its name or of an alias; undefined when there is none. */
  find(name: string): ModelProfile | undefined {
    const profile = this.profiles.get(name.toLowerCase());
    if (profile !== undefined) return profile;
    const alias = this.aliases.find(name);
    return alias === undefined ? undefined : this.profiles.get(alias.model.toLowerCase());
  }

  /** The profile of a model; of the primary model when none is named. Throws `model_not_found`. */
  resolve(id: string | undefined): ModelProfile {
    const name = id ?? this.names.primary;
    const profile = this.find(name);
    if (profile !== undefined) return profile;
    const alias = this.aliases.find(name);
    const target = alias === undefined ? '' : ` stands for ${quote(alias.model)}, which`;
    throw new GatewayError('not-found', `The model ${quote(name)}${target} does not exist.`, {
      param: 'model',
      code: 'model_not_found',
    });
  }

  private build(): ReadonlyMap<string, ModelProfile> {
    const { upstreams, names, described, live } = this;
    return buildCatalogue({ upstreams, names, described, live });
  }
}

function quote(name: string): string {
  return `'${name.slice(0, MAX_QUOTED)}'`;
}
