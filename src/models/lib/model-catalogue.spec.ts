import { OFFICIAL_MODELS } from './catalogues/official-models';
import { WEB_FLAGSHIP, WEB_MODELS } from './catalogues/web-models';
import { toModelProfile } from './model-catalogue';

const catalogues = [
  { it: 'chat.z.ai', entries: [WEB_FLAGSHIP, ...WEB_MODELS], seeing: ['glm-4.5v'] },
  {
    it: 'the official API',
    entries: OFFICIAL_MODELS,
    seeing: [
      'glm-4.5v',
      'glm-4.6v',
      'glm-4.6v-flashx',
      'glm-4.6v-flash',
      'glm-5v-turbo',
      'glm-5.3-flash',
    ],
  },
];

describe.each(catalogues)('the catalogue of $it', ({ entries, seeing }) => {
  const profiles = entries.map((entry) => toModelProfile(entry, 'main'));

  it('should name each model once, whatever the case', () => {
    const names = profiles.map(({ id }) => id.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(profiles)('should state possible facts of $id', (profile) => {
    const { capabilities, created, contextWindow, maxOutputTokens } = profile;
    expect(maxOutputTokens).toBeLessThanOrEqual(contextWindow);
    expect(Number.isInteger(created)).toBe(true);
    expect(capabilities.thinking || profile.thinksByDefault !== true).toBe(true);
    expect(capabilities.search).toBe(profile.searches);
  });

  it('should know which models see', () => {
    const found = profiles.filter(({ capabilities }) => capabilities.vision);
    expect(found.map(({ routes }) => routes[0]?.modelId)).toEqual(seeing);
  });
});
