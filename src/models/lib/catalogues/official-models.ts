import type { ModelCapabilities } from '../../../protocol/model-profile';
import type { CatalogueEntry } from '../model-catalogue';

const TEXT: ModelCapabilities = { thinking: true, search: false, vision: false, tools: true };
const VISION: ModelCapabilities = { ...TEXT, vision: true };
const PLAIN: ModelCapabilities = { ...TEXT, thinking: false };

const K128 = 131_072;
const K200 = 204_800;
const M1 = 1_048_576;

/** To the month, where no day was published. */
const RELEASED = {
  glm4: Date.UTC(2025, 3, 14) / 1000,
  glm45: Date.UTC(2025, 6, 28) / 1000,
  glm45v: Date.UTC(2025, 7, 11) / 1000,
  glm46: Date.UTC(2025, 8, 30) / 1000,
  glm46v: Date.UTC(2025, 11, 1) / 1000,
  glm47: Date.UTC(2025, 11, 1) / 1000,
  glm5: Date.UTC(2026, 1, 1) / 1000,
  glm51: Date.UTC(2026, 3, 1) / 1000,
  glm52: Date.UTC(2026, 5, 1) / 1000,
  glm53: Date.UTC(2026, 7, 1) / 1000,
};

const GLM_4_5 = { created: RELEASED.glm45, contextWindow: K128, maxOutputTokens: 98_304 };
const GLM_4_6V = {
  created: RELEASED.glm46v,
  capabilities: VISION,
  contextWindow: K128,
  maxOutputTokens: 32_768,
};
const GLM_4_7 = { created: RELEASED.glm47, contextWindow: K200, maxOutputTokens: K128 };
const GLM_5 = { created: RELEASED.glm5, contextWindow: K200, maxOutputTokens: K128 };
const GLM_5_2 = {
  contextWindow: M1,
  maxOutputTokens: K128,
  features: { reasoningEffort: true },
};
const TOOL_STREAM = { features: { toolStream: true } };

/** The models of Z.ai's official API under their names there. Source: docs.z.ai, 2026-11. */
export const OFFICIAL_MODELS: readonly CatalogueEntry[] = [
  entry('glm-4.5', GLM_4_5),
  entry('glm-4.5-air', GLM_4_5),
  entry('glm-4.5-x', GLM_4_5),
  entry('glm-4.5-airx', GLM_4_5),
  entry('glm-4.5-flash', GLM_4_5),
  entry('glm-4.5v', {
    created: RELEASED.glm45v,
    capabilities: VISION,
    features: { nativeTools: false },
    contextWindow: 65_536,
    maxOutputTokens: 16_384,
  }),
  entry('glm-4.6', {
    created: RELEASED.glm46,
    contextWindow: K200,
    maxOutputTokens: K128,
    ...TOOL_STREAM,
  }),
  entry('glm-4.6v', GLM_4_6V),
  entry('glm-4.6v-flashx', GLM_4_6V),
  entry('glm-4.6v-flash', GLM_4_6V),
  entry('glm-4.7', { ...GLM_4_7, ...TOOL_STREAM }),
  entry('glm-4.7-flash', GLM_4_7),
  entry('glm-4.7-flashx', GLM_4_7),
  entry('glm-5', { ...GLM_5, ...TOOL_STREAM }),
  entry('glm-5-turbo', { ...GLM_5, ...TOOL_STREAM }),
  entry('glm-5.1', { ...GLM_5, created: RELEASED.glm51 }),
  entry('glm-5v-turbo', { ...GLM_5, created: RELEASED.glm51, capabilities: VISION }),
  entry('glm-5.2', { ...GLM_5_2, created: RELEASED.glm52 }),
  entry('glm-5.3', { ...GLM_5_2, created: RELEASED.glm53 }),
  entry('glm-5.3-flash', { ...GLM_5_2, created: RELEASED.glm53, capabilities: VISION }),
  entry('glm-4-32b-0414-128k', {
    created: RELEASED.glm4,
    capabilities: PLAIN,
    contextWindow: K128,
    maxOutputTokens: 16_384,
  }),
  entry('glm-4-long', {
    created: RELEASED.glm4,
    capabilities: PLAIN,
    contextWindow: M1,
    maxOutputTokens: 4096,
  }),
];

function entry(id: string, facts: Partial<CatalogueEntry>): CatalogueEntry {
  return { ...facts, id, modelId: id };
}
