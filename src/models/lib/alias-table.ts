import { isPattern, type ModelAlias } from '../../config/model-aliases';
import type { ModelProfile } from '../../protocol/model-profile';
import { Wildcard } from '../../protocol/text/wildcard';

/** UTF-16 units. A request may name anything of any length; no name of a model is longer. */
const MAX_NAME = 256;

/** A model as clients see it: under its own name, or under an alias. */
export interface ListedModel extends ModelProfile {
  /** The model's own name, when `id` is an alias of it. */
  readonly aliasOf: string | undefined;
  /** Other names of it, with `*` where a pattern stands for any. */
  readonly aliases: readonly string[];
}

/** The names that stand for models. Knows nothing of which models there are. */
export class AliasTable {
  private readonly wildcards: readonly Wildcard[];

  constructor(private readonly aliases: readonly ModelAlias[]) {
    this.wildcards = aliases.map(({ name }) => new Wildcard(name));
  }

  /** The first alias that a name fits. */
  find(name: string): ModelAlias | undefined {
    if (name.length > MAX_NAME) return undefined;
    return this.aliases[this.wildcards.findIndex((wildcard) => wildcard.matches(name))];
  }

  /** The models, by lower-case id, and the exact aliases that stand for one of them. */
  list(models: ReadonlyMap<string, ModelProfile>): readonly ListedModel[] {
    const own = [...models.values()].map((model) => this.describe(model, models));
    const named = own.flatMap((model) =>
      model.aliases.filter((name) => !isPattern(name)).map((name) => toAlias(model, name)),
    );
    return [...own, ...named];
  }

  /** A model with its aliases. */
  describe(model: ModelProfile, models: ReadonlyMap<string, ModelProfile>): ListedModel {
    const key = model.id.toLowerCase();
    const aliases = this.aliases
      // The name of a model is that model, whatever alias it fits.
      .filter((alias) => alias.model.toLowerCase() === key && !models.has(alias.name.toLowerCase()))
      .map(({ name }) => name);
    return { ...model, aliasOf: undefined, aliases };
  }

  /** The aliases that stand for no model. */
  dangling(models: ReadonlyMap<string, ModelProfile>): readonly ModelAlias[] {
    return this.aliases.filter(({ model }) => !models.has(model.toLowerCase()));
  }
}

/** What is known of a model, under another name. */
export function toAlias(model: ModelProfile, name: string): ListedModel {
  return { ...model, id: name, aliasOf: model.id, aliases: [] };
}
