import { toModelProfile } from '../model-catalogue';
import { OFFICIAL_MODELS } from './official-models';

const K = 1024;
const M = K * K;

/** Source: the table of models of docs.z.ai, 2026-11. */
const TABLE: readonly { names: readonly string[]; context: number; output: number }[] = [
  {
    names: ['glm-4.5', 'glm-4.5-air', 'glm-4.5-x', 'glm-4.5-airx', 'glm-4.5-flash'],
    context: 128 * K,
    output: 96 * K,
  },
  { names: ['glm-4.5v'], context: 64 * K, output: 16 * K },
  { names: ['glm-4.6'], context: 200 * K, output: 128 * K },
  { names: ['glm-4.6v', 'glm-4.6v-flashx', 'glm-4.6v-flash'], context: 128 * K, output: 32 * K },
  {
    names: ['glm-4.7', 'glm-4.7-flash', 'glm-4.7-flashx', 'glm-5', 'glm-5-turbo', 'glm-5.1'],
    context: 200 * K,
    output: 128 * K,
  },
  { names: ['glm-5v-turbo'], context: 200 * K, output: 128 * K },
  { names: ['glm-5.2', 'glm-5.3', 'glm-5.3-flash'], context: M, output: 128 * K },
  { names: ['glm-4-32b-0414-128k'], context: 128 * K, output: 16 * K },
  { names: ['glm-4-long'], context: M, output: 4 * K },
];

const profiles = OFFICIAL_MODELS.map((entry) => toModelProfile(entry, 'zai'));

function namesOf(holds: (profile: (typeof profiles)[number]) => boolean): readonly string[] {
  return profiles.filter(holds).map(({ id }) => id);
}

describe('OFFICIAL_MODELS', () => {
  it.each(TABLE)('should know how much $names take and give', ({ names, context, output }) => {
    for (const name of names) {
      const profile = profiles.find(({ id }) => id === name);
      expect(profile).toMatchObject({ contextWindow: context, maxOutputTokens: output });
      expect(profile?.routes).toEqual([{ upstream: 'zai', modelId: name }]);
    }
  });

  it('should hold the models of the table and no others', () => {
    const names = TABLE.flatMap((row) => row.names);
    expect(profiles.map(({ id }) => id).sort()).toEqual([...names].sort());
  });

  it('should know which models do what', () => {
    expect(namesOf(({ features }) => features.toolStream)).toEqual([
      'glm-4.6',
      'glm-4.7',
      'glm-5',
      'glm-5-turbo',
    ]);
    expect(namesOf(({ features }) => features.reasoningEffort)).toEqual([
      'glm-5.2',
      'glm-5.3',
      'glm-5.3-flash',
    ]);
    expect(namesOf(({ features }) => !features.nativeTools)).toEqual(['glm-4.5v']);
    expect(namesOf(({ capabilities }) => !capabilities.thinking)).toEqual([
      'glm-4-32b-0414-128k',
      'glm-4-long',
    ]);
  });

  it('should leave it to the upstream whether a model thinks', () => {
    expect(namesOf(({ thinksByDefault }) => thinksByDefault !== undefined)).toEqual([]);
  });
});
