import type { UpstreamDialect } from '../../src/config/upstreams/upstream-definition';
import type { GenerationRequest } from '../../src/protocol/generation-request';
import type { ModelProfile } from '../../src/protocol/model-profile';
import { buildOpenAiRequest } from '../../src/upstream/drivers/openai/lib/build-openai-request';
import { DIALECT_FACTS } from '../../src/upstream/drivers/openai/lib/dialects';
import { generationRequest } from './generation-requests';
import { modelProfile } from './model-profiles';

/** What is asked for, of what kind of model and server. */
export interface Asked {
  readonly dialect: UpstreamDialect;
  readonly request?: Partial<GenerationRequest>;
  readonly profile?: Partial<ModelProfile>;
}

/** Servers of one's own. */
export const SELF_HOSTED = ['vllm', 'sglang'] as const;
export const ALL_DIALECTS = ['zai', ...SELF_HOSTED, 'generic'] as const;

/** The body as it goes over the wire; by itself, the model leaves thinking to the server. */
export function openAiBody({ dialect, request = {}, profile = {} }: Asked): object {
  const generation = {
    request: generationRequest(request),
    profile: modelProfile({ thinksByDefault: undefined, ...profile }),
    modelId: 'glm',
  };
  const body = buildOpenAiRequest(generation, DIALECT_FACTS[dialect]);
  return JSON.parse(JSON.stringify(body)) as object;
}
