import { failureOf } from '../../../test/support/failure';
import { modelProfile } from '../../../test/support/model-profiles';
import { withTemporaryFile } from '../../../test/support/temporary-file';
import { ConfigurationError } from '../../config/configuration-error';
import type { ModelProfile } from '../../protocol/model-profile';
import { toModelProfile } from './model-catalogue';
import { readModelsFile } from './read-models-file';

const ENTRY = { id: 'glm-next', upstream_id: 'GLM-NEXT-API' };
const PROFILE = modelProfile({
  id: 'glm-next',
  routes: [{ upstream: 'web', modelId: 'GLM-NEXT-API' }],
  thinksByDefault: undefined,
});

describe('readModelsFile', () => {
  const good: readonly { it: string; entry: object; profile: Partial<ModelProfile> }[] = [
    { it: 'the smallest entry', entry: {}, profile: {} },
    {
      it: 'every field',
      entry: {
        owned_by: 'me',
        created: 7,
        thinking: true,
        search: true,
        capabilities: { thinking: false, search: false, vision: true, tools: false },
        context_window: 10,
        max_output_tokens: 5,
      },
      profile: {
        ownedBy: 'me',
        created: 7,
        thinksByDefault: true,
        searches: true,
        capabilities: { thinking: false, search: false, vision: true, tools: false },
        contextWindow: 10,
        maxOutputTokens: 5,
      },
    },
    {
      it: 'some capabilities',
      entry: { capabilities: { vision: true } },
      profile: { capabilities: { thinking: true, search: false, vision: true, tools: true } },
    },
    {
      it: 'a model that searches',
      entry: { search: true },
      profile: {
        searches: true,
        capabilities: { thinking: true, search: true, vision: false, tools: true },
      },
    },
    {
      it: 'null for absent',
      entry: { owned_by: null, thinking: null, capabilities: { vision: null, tools: false } },
      profile: { capabilities: { thinking: true, search: false, vision: false, tools: false } },
    },
    {
      it: 'no unknown fields',
      entry: { colour: 'red', capabilities: { colour: true } },
      profile: {},
    },
  ];

  it.each(good)('should read $it', ({ entry, profile }) => {
    expect(read([{ ...ENTRY, ...entry }])).toEqual([{ ...PROFILE, ...profile }]);
  });

  it('should read an empty list', () => {
    expect(read([])).toEqual([]);
  });

  it.each([
    { it: 'an object', text: '{}' },
    { it: 'no JSON', text: 'glm-next' },
    { it: 'nothing', text: '' },
  ])('should refuse a file that holds $it', ({ text }) => {
    expect(problemsOf(text)).toEqual(['MODELS_FILE must hold a JSON array of models']);
  });

  it('should refuse a file that is not there, without naming its path', () => {
    const error = failureOf(() => readModelsFile('does/not/exist.json'));
    expect(error).toMatchObject({ problems: ['MODELS_FILE cannot be read'] });
  });

  it('should tell all problems by position and field', () => {
    const problems = problemsOf(
      JSON.stringify([
        ENTRY,
        { ...ENTRY, context_window: 0, created: 'now' },
        { ...ENTRY, capabilities: { vision: 'yes' } },
        { upstream_id: '' },
      ]),
    );
    expect(problems).toEqual(
      expect.arrayContaining([
        'MODELS_FILE[1]: context_window must not be less than 1',
        'MODELS_FILE[1]: created must be an integer number',
        'MODELS_FILE[2].capabilities: vision must be a boolean value',
        'MODELS_FILE[3]: id must be a string',
        'MODELS_FILE[3]: upstream_id should not be empty',
      ]),
    );
    expect(problems.some((problem) => problem.startsWith('MODELS_FILE[0]'))).toBe(false);
  });

  it.each([
    null,
    7,
    'glm',
    [],
    [ENTRY],
    { ...ENTRY, capabilities: 'all' },
    { ...ENTRY, capabilities: [] },
  ])('should refuse an entry such as %j', (entry) => {
    const problems = problemsOf(JSON.stringify([entry]));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((problem) => problem.startsWith('MODELS_FILE[0]'))).toBe(true);
  });
});

function read(entries: unknown): readonly ModelProfile[] {
  const read = withTemporaryFile(JSON.stringify(entries), readModelsFile);
  return read.map((entry) => toModelProfile(entry, 'web'));
}

function problemsOf(text: string): readonly string[] {
  const error = failureOf(() => withTemporaryFile(text, readModelsFile));
  expect(error).toBeInstanceOf(ConfigurationError);
  return (error as ConfigurationError).problems;
}
