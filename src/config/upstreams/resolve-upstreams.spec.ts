import { failureOf } from '../../../test/support/failure';
import { withTemporaryFile } from '../../../test/support/temporary-file';
import { ConfigurationError } from '../configuration-error';
import { validateEnvironment } from '../validate-environment';
import type { UpstreamDefinition } from './upstream-definition';

const OFFICIAL = 'https://api.z.ai/api/paas/v4/chat/completions';
const WEB = 'https://chat.z.ai/api/chat/completions';

/** With addresses as text: matchers take all URL objects for equal. */
function upstreamsOf(
  variables: Record<string, string>,
): readonly (Omit<UpstreamDefinition, 'url'> & { url: string })[] {
  return validateEnvironment(variables).UPSTREAMS.map((upstream) => ({
    ...upstream,
    url: upstream.url.href,
  }));
}

describe('resolveUpstreams', () => {
  const cases: readonly { variables: Record<string, string>; upstream: object }[] = [
    { variables: {}, upstream: { name: 'web', protocol: 'web', url: WEB } },
    {
      variables: { UPSTREAM_API_KEY: 'a.b, c.d' },
      upstream: {
        name: 'zai',
        protocol: 'openai',
        dialect: 'zai',
        url: OFFICIAL,
        apiKeys: ['a.b', 'c.d'],
        keyConcurrency: undefined,
      },
    },
    {
      variables: { UPSTREAM_API_KEY: 'k', API_ENDPOINT: WEB },
      upstream: { name: 'web', protocol: 'web', url: WEB },
    },
    {
      variables: { UPSTREAM_API_KEY: 'k', UPSTREAM_PROTOCOL: 'web' },
      upstream: { name: 'web', protocol: 'web', url: WEB },
    },
    {
      variables: { UPSTREAM_API_KEY: 'k', UPSTREAM_PROTOCOL: 'openai' },
      upstream: { name: 'zai', url: OFFICIAL },
    },
    {
      variables: { API_ENDPOINT: 'http://vllm:8000' },
      upstream: {
        name: 'vllm',
        protocol: 'openai',
        dialect: 'vllm',
        url: 'http://vllm:8000/v1/chat/completions',
        apiKeys: [],
      },
    },
    {
      variables: { API_ENDPOINT: 'http://glm:30000', UPSTREAM_DIALECT: 'sglang' },
      upstream: { name: 'sglang', dialect: 'sglang' },
    },
    {
      variables: { API_ENDPOINT: 'http://vllm:8000/v1', UPSTREAM_DIALECT: 'generic' },
      upstream: { name: 'generic', dialect: 'generic' },
    },
    {
      variables: {
        API_ENDPOINT: 'https://api.z.ai/api/paas/v4',
        UPSTREAM_DIALECT: 'generic',
        UPSTREAM_API_KEY: 'k',
      },
      upstream: { name: 'generic', dialect: 'generic', url: OFFICIAL },
    },
    {
      variables: { API_ENDPOINT: 'http://127.0.0.1:9000/mock', UPSTREAM_PROTOCOL: 'openai' },
      upstream: {
        protocol: 'openai',
        url: 'http://127.0.0.1:9000/mock/chat/completions',
      },
    },
    {
      variables: { API_ENDPOINT: 'http://127.0.0.1:9000/v1', UPSTREAM_PROTOCOL: 'web' },
      upstream: { name: 'web', protocol: 'web', url: 'http://127.0.0.1:9000/v1' },
    },
    {
      variables: { UPSTREAM_API_KEY: 'k', UPSTREAM_KEY_CONCURRENCY: '3' },
      upstream: { keyConcurrency: 3 },
    },
    {
      variables: { API_ENDPOINT: 'http://127.0.0.1:9000/api/paas/v4' },
      upstream: { name: 'zai', dialect: 'zai', apiKeys: [] },
    },
  ];

  it.each(cases)('should read $variables', ({ variables, upstream }) => {
    const upstreams = upstreamsOf(variables);
    expect(upstreams).toHaveLength(1);
    expect(upstreams[0]).toMatchObject(upstream);
  });

  it.each<Record<string, string>>([
    { API_ENDPOINT: 'https://api.z.ai/api/paas/v4' },
    { API_ENDPOINT: 'https://api.z.ai/api/coding/paas/v4' },
    { API_ENDPOINT: 'https://open.bigmodel.cn/api/paas/v4' },
    { UPSTREAM_PROTOCOL: 'openai' },
    { UPSTREAM_PROTOCOL: 'openai', UPSTREAM_API_KEY: ' , ' },
  ])('should ask for the key that %j lacks', (variables) => {
    const error = failureOf(() => upstreamsOf(variables));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).problems).toEqual([
      "UPSTREAM_API_KEY is required for Z.ai's official API",
    ]);
  });

  it.each([
    {
      variables: { UPSTREAM_API_KEY: 's3cr3t key' },
      problem: 'UPSTREAM_API_KEY must hold keys of printable ASCII characters without blanks',
    },
    {
      variables: { UPSTREAM_PROTOCOL: 's3cr3t' },
      problem: 'UPSTREAM_PROTOCOL must be one of the following values: auto, web, openai',
    },
    {
      variables: { UPSTREAM_DIALECT: 's3cr3t' },
      problem:
        'UPSTREAM_DIALECT must be one of the following values: auto, zai, vllm, sglang, generic',
    },
  ])('should refuse a bad variable: $problem', ({ variables, problem }) => {
    const error = failureOf(() => upstreamsOf(variables));
    expect(error).toMatchObject({ problems: [problem] });
  });

  it('should let the file replace the variables of the one upstream', () => {
    const entries = [{ name: 'main', url: 'http://vllm:8000' }];
    const upstreams = withTemporaryFile(JSON.stringify(entries), (path) =>
      upstreamsOf({ UPSTREAMS_FILE: path, UPSTREAM_API_KEY: 'k', API_ENDPOINT: OFFICIAL }),
    );
    expect(upstreams).toMatchObject([{ name: 'main', dialect: 'vllm', apiKeys: [] }]);
  });

  it('should limit the keys of the file as the variable says, unless an entry says otherwise', () => {
    const entries = [
      { name: 'one', url: 'http://one:8000' },
      { name: 'two', url: 'http://two:8000', key_concurrency: 7 },
    ];
    const upstreams = withTemporaryFile(JSON.stringify(entries), (path) =>
      upstreamsOf({ UPSTREAMS_FILE: path, UPSTREAM_KEY_CONCURRENCY: '2' }),
    );
    expect(upstreams).toMatchObject([{ keyConcurrency: 2 }, { keyConcurrency: 7 }]);
  });
});
