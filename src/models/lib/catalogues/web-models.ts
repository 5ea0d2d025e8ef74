import type { CatalogueEntry } from '../model-catalogue';

const RELEASED_GLM_4_5 = Date.UTC(2025, 6, 28) / 1000;
const RELEASED_GLM_4_5V = Date.UTC(2025, 7, 11) / 1000;
const RELEASED_GLM_4_6 = Date.UTC(2025, 8, 30) / 1000;

/** The model of chat.z.ai that the configurable names stand for. */
export const WEB_FLAGSHIP: CatalogueEntry = {
  id: 'GLM-4.5',
  modelId: '0727-360B-API',
  created: RELEASED_GLM_4_5,
};

const GLM_4_6 = {
  modelId: 'GLM-4-6-API-V1',
  created: RELEASED_GLM_4_6,
  contextWindow: 200_000,
  maxOutputTokens: 131_072,
} as const;

/** Further models of chat.z.ai, with the ids of its web protocol. */
export const WEB_MODELS: readonly CatalogueEntry[] = [
  { id: 'GLM-4.5-Air', modelId: '0727-106B-API', created: RELEASED_GLM_4_5 },
  {
    id: 'GLM-4.5V',
    modelId: 'glm-4.5v',
    created: RELEASED_GLM_4_5V,
    capabilities: { thinking: true, search: false, vision: true, tools: true },
    contextWindow: 65_536,
    maxOutputTokens: 16_384,
  },
  { ...GLM_4_6, id: 'GLM-4.6', thinksByDefault: false },
  { ...GLM_4_6, id: 'GLM-4.6-Thinking', thinksByDefault: true },
  { ...GLM_4_6, id: 'GLM-4.6-Search', searches: true, thinksByDefault: false },
];
