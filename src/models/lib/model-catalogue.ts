import type { ModelProfile } from '../../protocol/model-profile';

/** What a catalogue entry states; everything else is the default of its kind. */
export type CatalogueEntry = Pick<ModelProfile, 'id'> &
  Partial<ModelProfile> & { readonly upstreamId: string };

const OWNER = 'z.ai';
const RELEASED_GLM_4_5 = Date.UTC(2025, 6, 28) / 1000;
const RELEASED_GLM_4_5V = Date.UTC(2025, 7, 11) / 1000;
const RELEASED_GLM_4_6 = Date.UTC(2025, 8, 30) / 1000;

/** The model that the three configurable names stand for. */
export const FLAGSHIP: CatalogueEntry = {
  id: 'GLM-4.5',
  upstreamId: '0727-360B-API',
  created: RELEASED_GLM_4_5,
};

/** Models of chat.z.ai beyond the configurable three, with the ids of its web protocol. */
export const MODEL_CATALOGUE: readonly CatalogueEntry[] = [
  { id: 'GLM-4.5-Air', upstreamId: '0727-106B-API', created: RELEASED_GLM_4_5 },
  {
    id: 'GLM-4.5V',
    upstreamId: 'glm-4.5v',
    created: RELEASED_GLM_4_5V,
    capabilities: { thinking: true, search: false, vision: true, tools: true },
    contextWindow: 65_536,
    maxOutputTokens: 16_384,
  },
  {
    id: 'GLM-4.6',
    upstreamId: 'GLM-4-6-API-V1',
    created: RELEASED_GLM_4_6,
    contextWindow: 200_000,
    maxOutputTokens: 131_072,
  },
  {
    id: 'GLM-4.6-Thinking',
    upstreamId: 'GLM-4-6-API-V1',
    created: RELEASED_GLM_4_6,
    thinksByDefault: true,
    contextWindow: 200_000,
    maxOutputTokens: 131_072,
  },
  {
    id: 'GLM-4.6-Search',
    upstreamId: 'GLM-4-6-API-V1',
    created: RELEASED_GLM_4_6,
    searches: true,
    contextWindow: 200_000,
    maxOutputTokens: 131_072,
  },
];

/** Completes an entry with the defaults of a text model that can think and search. */
export function toModelProfile({ upstreamId, ...entry }: CatalogueEntry): ModelProfile {
  return {
    routes: [{ upstream: 'web', modelId: upstreamId }],
    features: { nativeTools: true, toolStream: false, reasoningEffort: false },
    ownedBy: OWNER,
    created: RELEASED_GLM_4_5,
    thinksByDefault: false,
    searches: false,
    capabilities: { thinking: true, search: entry.searches ?? false, vision: false, tools: true },
    contextWindow: 131_072,
    maxOutputTokens: 98_304,
    ...entry,
  };
}
