import { FLAGSHIP, MODEL_CATALOGUE, toModelProfile } from './model-catalogue';
import { toModel } from './to-model';

const profiles = [FLAGSHIP, ...MODEL_CATALOGUE].map(toModelProfile);

describe('MODEL_CATALOGUE', () => {
  it('should name each model once, whatever the case', () => {
    const names = profiles.map(({ id }) => id.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(profiles)('should state possible facts of $id', (profile) => {
    const { capabilities, created, contextWindow, maxOutputTokens } = profile;
    expect(maxOutputTokens).toBeLessThanOrEqual(contextWindow);
    expect(Number.isInteger(created)).toBe(true);
    expect(capabilities.thinking || !profile.thinksByDefault).toBe(true);
    expect(capabilities.search).toBe(profile.searches);
  });

  it('should have one model that sees', () => {
    const seeing = profiles.filter(({ capabilities }) => capabilities.vision);
    expect(seeing.map(({ routes }) => routes[0]?.modelId)).toEqual(['glm-4.5v']);
  });
});

describe('toModel', () => {
  it("should give OpenAI's fields and what the model can do", () => {
    expect(toModel(toModelProfile(FLAGSHIP))).toEqual({
      id: 'GLM-4.5',
      object: 'model',
      created: 1_753_660_800,
      owned_by: 'z.ai',
      capabilities: { thinking: true, search: false, vision: false, tools: true },
      context_window: 131_072,
      max_output_tokens: 98_304,
    });
  });
});
