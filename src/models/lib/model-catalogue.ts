import type { ModelFeatures, ModelProfile } from '../../protocol/model-profile';

/** What is known of a model at one upstream; everything that it leaves out has a default. */
export type CatalogueEntry = Pick<ModelProfile, 'id'> &
  Partial<Omit<ModelProfile, 'routes' | 'features'>> & {
    /** The upstream's name of the model. */
    readonly modelId: string;
    readonly features?: Partial<ModelFeatures>;
    /** The only upstream that it is about; absent: all of them. */
    readonly upstream?: string;
  };

const OWNER = 'z.ai';
const RELEASED_GLM_4_5 = Date.UTC(2025, 6, 28) / 1000;

/** Completes an entry with the defaults of a text model that can think and call tools. */
export function toModelProfile(
  { modelId, features, upstream: only, ...entry }: CatalogueEntry,
  upstream: string,
): ModelProfile {
  const { contextWindow = 131_072, maxOutputTokens = 98_304 } = entry;
  return {
    routes: [{ upstream: only ?? upstream, modelId }],
    ownedBy: OWNER,
    created: RELEASED_GLM_4_5,
    searches: false,
    capabilities: { thinking: true, search: entry.searches ?? false, vision: false, tools: true },
    features: { nativeTools: true, toolStream: false, reasoningEffort: false, ...features },
    ...entry,
    contextWindow,
    // A server of one's own may have room for less than the model could give.
    maxOutputTokens: Math.min(maxOutputTokens, contextWindow),
  };
}
