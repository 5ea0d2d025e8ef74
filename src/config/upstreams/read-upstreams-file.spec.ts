import { withTemporaryFile } from '../../../test/support/temporary-file';
import { readUpstreamsFile } from './read-upstreams-file';
import type { ResolvedUpstreams } from './upstream-definition';

const OWN = { name: 'own', url: 'http://vllm:8000' };
const OFFICIAL = { name: 'official', url: 'https://api.z.ai/api/paas/v4', api_keys: ['s3cr3t'] };
const ENVIRONMENT = { GLM_KEYS: ' a , b,', BLANK_KEYS: 's3cr3t one', EMPTY: ' ' };

function read(entries: unknown): ResolvedUpstreams {
  return readText(JSON.stringify(entries));
}

function readText(text: string): ResolvedUpstreams {
  return withTemporaryFile(text, (path) => readUpstreamsFile(path, ENVIRONMENT, undefined));
}

describe('readUpstreamsFile', () => {
  const good: readonly { it: string; entry: object; upstream: object }[] = [
    {
      it: 'the smallest entry',
      entry: {},
      upstream: {
        name: 'own',
        protocol: 'openai',
        dialect: 'vllm',
        url: 'http://vllm:8000/v1/chat/completions',
        apiKeys: [],
        keyConcurrency: undefined,
        models: undefined,
      },
    },
    {
      it: 'an upstream of the web protocol',
      entry: { url: 'https://chat.z.ai/api/chat/completions' },
      upstream: { protocol: 'web', url: 'https://chat.z.ai/api/chat/completions' },
    },
    {
      it: 'the protocol that is asked for',
      entry: { url: 'http://127.0.0.1:9000/v1', protocol: 'web' },
      upstream: { protocol: 'web', url: 'http://127.0.0.1:9000/v1' },
    },
    {
      it: 'the dialect that is asked for',
      entry: { dialect: 'sglang' },
      upstream: { dialect: 'sglang' },
    },
    { it: 'keys', entry: { api_keys: ['x', 'y'] }, upstream: { apiKeys: ['x', 'y'] } },
    {
      it: 'keys of a variable',
      entry: { api_keys_env: 'GLM_KEYS' },
      upstream: { apiKeys: ['a', 'b'] },
    },
    {
      it: 'keys of both',
      entry: { api_keys: ['x'], api_keys_env: 'GLM_KEYS' },
      upstream: { apiKeys: ['x', 'a', 'b'] },
    },
    { it: 'a limit', entry: { key_concurrency: 4 }, upstream: { keyConcurrency: 4 } },
    {
      it: 'models as a list',
      entry: { models: ['glm-4.6', 'glm-4.7'] },
      upstream: {
        models: new Map([
          ['glm-4.6', 'glm-4.6'],
          ['glm-4.7', 'glm-4.7'],
        ]),
      },
    },
    {
      it: 'models under names of their own',
      entry: { models: { 'GLM-4.6': 'zai-org/GLM-4.6-FP8' } },
      upstream: { models: new Map([['GLM-4.6', 'zai-org/GLM-4.6-FP8']]) },
    },
    {
      it: 'null for absent',
      entry: {
        protocol: null,
        dialect: null,
        api_keys: null,
        api_keys_env: null,
        key_concurrency: null,
        models: null,
      },
      upstream: { protocol: 'openai', dialect: 'vllm', apiKeys: [], models: undefined },
    },
  ];

  it.each(good)('should read $it', ({ entry, upstream }) => {
    const { upstreams, problems } = read([{ ...OWN, ...entry }]);
    expect(problems).toEqual([]);
    // As text: matchers take all URL objects for equal.
    expect(upstreams.map((one) => ({ ...one, url: one.url.href }))).toMatchObject([upstream]);
  });

  it('should keep the order of the file', () => {
    const names = ['z', 'a', 'm', 'b2'];
    const { upstreams } = read(names.map((name) => ({ ...OWN, name })));
    expect(upstreams.map(({ name }) => name)).toEqual(names);
  });

  const bad: readonly { it: string; entry: object; problem: string }[] = [
    { it: 'no name', entry: { name: undefined }, problem: 'name must have up to 32' },
    { it: 'a name with capitals', entry: { name: 'S3cr3t' }, problem: 'name must have up to 32' },
    { it: 'a long name', entry: { name: 'x'.repeat(33) }, problem: 'name must have up to 32' },
    { it: 'no address', entry: { url: undefined }, problem: 'url must be a URL address' },
    { it: 'another address', entry: { url: 'ftp://s3cr3t' }, problem: 'url must be a URL address' },
    { it: 'a host alone', entry: { url: 's3cr3t:8000' }, problem: 'url must be a URL address' },
    {
      it: 'another protocol',
      entry: { protocol: 's3cr3t' },
      problem: 'protocol must be one of the following values: web, openai',
    },
    {
      it: 'another dialect',
      entry: { dialect: 's3cr3t' },
      problem: 'dialect must be one of the following values: zai, vllm, sglang, generic',
    },
    {
      it: 'one key as text',
      entry: { api_keys: 's3cr3t' },
      problem: 'api_keys must be an array',
    },
    {
      it: 'a key with a blank',
      entry: { api_keys: ['s3cr3t one'] },
      problem: 'api_keys must hold keys of printable ASCII characters without blanks',
    },
    {
      it: 'a key that is a number',
      entry: { api_keys: [7] },
      problem: 'api_keys must hold keys of printable ASCII characters without blanks',
    },
    {
      it: 'a variable that is not set',
      entry: { api_keys_env: 'S3CR3T' },
      problem: 'api_keys_env names an environment variable that is not set',
    },
    {
      it: 'a variable that is empty',
      entry: { api_keys_env: 'EMPTY' },
      problem: 'api_keys_env names an environment variable that is not set',
    },
    {
      it: 'a variable that is not set, beside keys',
      entry: { api_keys: ['x'], api_keys_env: 'S3CR3T' },
      problem: 'api_keys_env names an environment variable that is not set',
    },
    {
      it: 'a key of a variable with a blank in it',
      entry: { api_keys_env: 'BLANK_KEYS' },
      problem: 'api_keys_env holds a key with a blank in it',
    },
    {
      it: 'no room for a request',
      entry: { key_concurrency: 0 },
      problem: 'key_concurrency must not be less than 1',
    },
    {
      it: 'half a request',
      entry: { key_concurrency: 1.5 },
      problem: 'key_concurrency must be an integer number',
    },
    { it: 'models as text', entry: { models: 'glm-4.6' }, problem: 'models must be' },
    { it: 'no models', entry: { models: [] }, problem: 'models must be' },
    { it: 'no models by name', entry: { models: {} }, problem: 'models must be' },
    { it: 'a model without a name', entry: { models: [''] }, problem: 'models must be' },
    { it: 'a model that is no name', entry: { models: { a: 7 } }, problem: 'models must be' },
    { it: 'a typing error', entry: { api_key: 's3cr3t' }, problem: 'property api_key should' },
    {
      it: 'the official API without a key',
      entry: { url: 'https://open.bigmodel.cn/api/paas/v4' },
      problem: "api_keys or api_keys_env is required for Z.ai's official API",
    },
  ];

  it.each(bad)('should refuse $it by position and field, and tell no value', (one) => {
    const { upstreams, problems } = read([OFFICIAL, { ...OWN, ...one.entry }]);
    expect(upstreams).toMatchObject([{ name: 'official' }]);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((problem) => problem.startsWith('UPSTREAMS_FILE[1]: '))).toBe(true);
    expect(problems.join('\n')).toContain(`UPSTREAMS_FILE[1]: ${one.problem}`);
    expect(problems.join('\n')).not.toMatch(/s3cr3t/i);
  });

  it.each([null, 7, 's3cr3t', [], [OWN]])('should refuse an entry such as %j', (entry) => {
    const { upstreams, problems } = read([entry]);
    expect(upstreams).toEqual([]);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((problem) => problem.startsWith('UPSTREAMS_FILE[0]: '))).toBe(true);
    expect(problems.join()).not.toContain('s3cr3t');
  });

  it('should tell all problems at once', () => {
    const { problems } = read([
      { ...OWN, url: 7, colour: 'red' },
      OWN,
      { ...OWN, key_concurrency: 0 },
      { ...OWN },
    ]);
    expect(problems).toEqual([
      expect.stringMatching(/^UPSTREAMS_FILE\[0\]: property colour/),
      'UPSTREAMS_FILE[0]: url must be a URL address',
      'UPSTREAMS_FILE[1]: another upstream has the same name',
      'UPSTREAMS_FILE[2]: key_concurrency must not be less than 1',
      'UPSTREAMS_FILE[2]: another upstream has the same name',
      'UPSTREAMS_FILE[3]: another upstream has the same name',
    ]);
  });

  it.each([
    { it: 'an empty list', text: '[]' },
    { it: 'an object', text: JSON.stringify(OWN) },
    { it: 'no JSON', text: '[{"api_keys": ["s3cr3t"]' },
    { it: 'nothing', text: '' },
  ])('should refuse a file that holds $it', ({ text }) => {
    expect(readText(text)).toEqual({
      upstreams: [],
      problems: ['UPSTREAMS_FILE must hold a JSON array of upstreams'],
    });
  });

  it('should refuse a file that is not there, without naming its path', () => {
    const { problems } = readUpstreamsFile('does/not/exist.json', {}, undefined);
    expect(problems).toEqual(['UPSTREAMS_FILE cannot be read']);
  });
});
