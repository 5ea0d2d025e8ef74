import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Settings } from '../../config/validate-environment';
import { GatewayError } from '../../protocol/gateway-error';
import type { ModelProfile } from '../../protocol/model-profile';
import { FLAGSHIP, MODEL_CATALOGUE, toModelProfile } from '../lib/model-catalogue';
import { readModelsFile } from '../lib/read-models-file';

/** The models that clients can ask for. */
@Injectable()
export class ModelsService {
  /** By lower-case id: names match without regard to case. */
  private readonly profiles: ReadonlyMap<string, ModelProfile>;
  private readonly primaryModel: string;

  constructor(config: ConfigService<Settings, true>) {
    this.primaryModel = config.get('PRIMARY_MODEL', { infer: true });
    const thinking = config.get('THINKING_MODEL', { infer: true });
    const search = config.get('SEARCH_MODEL', { infer: true });
    const file = config.get('MODELS_FILE', { infer: true });
    const profiles = [
      ...MODEL_CATALOGUE.map(toModelProfile),
      toModelProfile({ ...FLAGSHIP, id: search, searches: true }),
      toModelProfile({ ...FLAGSHIP, id: thinking, thinksByDefault: true }),
      toModelProfile({ ...FLAGSHIP, id: this.primaryModel }),
      ...(file === undefined ? [] : readModelsFile(file)),
    ];
    // Later entries replace earlier ones of the same name: the file has the last word.
    this.profiles = new Map(profiles.map((profile) => [profile.id.toLowerCase(), profile]));
  }

  list(): readonly ModelProfile[] {
    return [...this.profiles.values()].sort((one, other) => one.id.localeCompare(other.id, 'en'));
  }

  /** The profile of a model; of the primary model when none is named. Throws `model_not_found`. */
  resolve(id: string | undefined): ModelProfile {
    const name = id ?? this.primaryModel;
    const profile = this.profiles.get(name.toLowerCase());
    if (profile !== undefined) return profile;
    throw new GatewayError('not-found', `The model '${name.slice(0, 100)}' does not exist.`, {
      param: 'model',
      code: 'model_not_found',
    });
  }
}
