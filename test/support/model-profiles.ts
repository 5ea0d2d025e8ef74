import type { ModelProfile } from '../../src/protocol/model-profile';

/** A text model that can think. */
export function modelProfile(fields: Partial<ModelProfile> = {}): ModelProfile {
  return {
    id: 'GLM-4.5',
    routes: [{ upstream: 'web', modelId: '0727-360B-API' }],
    ownedBy: 'z.ai',
    created: 1_753_660_800,
    thinksByDefault: false,
    searches: false,
    features: { nativeTools: true, toolStream: false, reasoningEffort: false },
    capabilities: { thinking: true, search: false, vision: false, tools: true },
    contextWindow: 131_072,
    maxOutputTokens: 98_304,
    ...fields,
  };
}
