import { failureOf } from '../../test/support/failure';
import { ConfigurationError } from './configuration-error';
import { validateEnvironment } from './validate-environment';

const KEY = 'sk-0123456789';
const PUBLISHED_KEY = 'sk-tbkFoKzk9a531YyUNNF5';

describe('validateEnvironment', () => {
  it('should run with no variables at all, and make a key for the run', () => {
    const settings = validateEnvironment({});
    expect(settings).toMatchObject({
      UPSTREAMS: [{ name: 'web' }],
      LISTEN_PORT: 8080,
      THINKING_PROCESSING: 'think',
      ANONYMOUS_MODE: true,
      CORS_ORIGINS: ['*'],
      IS_PRODUCTION: false,
      DEBUG_LOGGING: true,
    });
    expect(settings.UPSTREAMS[0]?.url.href).toBe('https://chat.z.ai/api/chat/completions');
    expect(settings.GENERATED_KEY).toMatch(/^sk-[\w-]{32}$/);
    expect(settings.AUTH_TOKEN).toEqual([settings.GENERATED_KEY]);
  });

  it('should make another key for every run', () => {
    expect(validateEnvironment({}).GENERATED_KEY).not.toBe(validateEnvironment({}).GENERATED_KEY);
  });

  const good: readonly { variables: Record<string, string>; settings: object }[] = [
    { variables: { AUTH_TOKEN: KEY }, settings: { AUTH_TOKEN: [KEY], GENERATED_KEY: undefined } },
    { variables: { AUTH_TOKEN: ' a , b,' }, settings: { AUTH_TOKEN: ['a', 'b'] } },
    { variables: { LISTEN_PORT: '0' }, settings: { LISTEN_PORT: 0 } },
    { variables: { LISTEN_PORT: ' 80 ' }, settings: { LISTEN_PORT: 80 } },
    { variables: { LISTEN_PORT: '' }, settings: { LISTEN_PORT: 8080 } },
    { variables: { DEBUG_LOGGING: 'false' }, settings: { DEBUG_LOGGING: false } },
    { variables: { ANONYMOUS_MODE: 'false' }, settings: { ANONYMOUS_MODE: false } },
    { variables: { THINKING_PROCESSING: 'raw' }, settings: { THINKING_PROCESSING: 'raw' } },
    {
      variables: { CORS_ORIGINS: 'https://a.example, https://b.example' },
      settings: { CORS_ORIGINS: ['https://a.example', 'https://b.example'] },
    },
    {
      variables: { API_ENDPOINT: 'http://127.0.0.1:9000/x' },
      settings: { API_ENDPOINT: 'http://127.0.0.1:9000/x' },
    },
    {
      variables: { API_ENDPOINT: 'http://simulator:9000/x' },
      settings: { API_ENDPOINT: 'http://simulator:9000/x' },
    },
    { variables: { MODELS_FILE: 'models.json' }, settings: { MODELS_FILE: 'models.json' } },
    {
      variables: { MODEL_ALIASES: 'claude-* = GLM-4.6, gpt-4o=GLM-4.5,' },
      settings: {
        MODEL_ALIASES: [
          { name: 'claude-*', model: 'GLM-4.6' },
          { name: 'gpt-4o', model: 'GLM-4.5' },
        ],
      },
    },
    { variables: { PATH: '/bin', SOMETHING: 'else' }, settings: { LISTEN_PORT: 8080 } },
    {
      variables: { NODE_ENV: 'production', AUTH_TOKEN: KEY },
      settings: { IS_PRODUCTION: true, DEBUG_LOGGING: false },
    },
    {
      variables: { NODE_ENV: 'production', AUTH_TOKEN: KEY, DEBUG_LOGGING: 'true' },
      settings: { DEBUG_LOGGING: true },
    },
  ];

  it.each(good)('should read $variables', ({ variables, settings }) => {
    expect(validateEnvironment(variables)).toMatchObject(settings);
  });

  const bad: readonly { variables: Record<string, string>; problem: string }[] = [
    {
      variables: { LISTEN_PORT: '65536' },
      problem: 'LISTEN_PORT must be a whole number from 0 to 65535',
    },
    {
      variables: { LISTEN_PORT: '-1' },
      problem: 'LISTEN_PORT must be a whole number from 0 to 65535',
    },
    {
      variables: { LISTEN_PORT: 'http' },
      problem: 'LISTEN_PORT must be a whole number from 0 to 65535',
    },
    {
      variables: { BODY_LIMIT_MB: '1.5' },
      problem: 'BODY_LIMIT_MB must be a whole number from 1 to 512',
    },
    {
      variables: { UPSTREAM_TIMEOUT_MS: '0' },
      problem: 'UPSTREAM_TIMEOUT_MS must be a whole number from 1 to 86400000',
    },
    { variables: { DEBUG_LOGGING: 'yes' }, problem: 'DEBUG_LOGGING must be true or false' },
    { variables: { ANONYMOUS_MODE: 'TRUE' }, problem: 'ANONYMOUS_MODE must be true or false' },
    { variables: { API_ENDPOINT: 'chat.z.ai' }, problem: 'API_ENDPOINT must be a URL address' },
    {
      variables: { API_ENDPOINT: 'ftp://a.example' },
      problem: 'API_ENDPOINT must be a URL address',
    },
    {
      variables: { THINKING_PROCESSING: 'no' },
      problem: 'THINKING_PROCESSING must be one of the following values: think, strip, raw',
    },
    {
      variables: { THINKING_FIELD: 'text' },
      problem: 'THINKING_FIELD must be one of the following values: reasoning_content, content',
    },
    {
      variables: { MODEL_ALIASES: 'claude-*=GLM-4.6,gpt-4o' },
      problem: 'MODEL_ALIASES[1] must have the form name=model',
    },
    {
      variables: { AUTH_TOKEN: 'two words' },
      problem: 'AUTH_TOKEN must hold keys of printable ASCII characters without blanks',
    },
    {
      variables: { BACKUP_TOKEN: 'tökén' },
      problem: 'BACKUP_TOKEN must consist of printable ASCII characters without blanks',
    },
    {
      variables: { NODE_ENV: 'production' },
      problem: 'AUTH_TOKEN or KEYS_FILE is required when NODE_ENV is production',
    },
    {
      variables: { NODE_ENV: 'production', AUTH_TOKEN: ' , ' },
      problem: 'AUTH_TOKEN or KEYS_FILE is required when NODE_ENV is production',
    },
    {
      variables: { NODE_ENV: 'production', AUTH_TOKEN: `${KEY},short` },
      problem: 'AUTH_TOKEN holds a key of fewer than 8 characters',
    },
    {
      variables: { NODE_ENV: 'production', AUTH_TOKEN: PUBLISHED_KEY },
      problem: 'AUTH_TOKEN holds a key that was published and is known to everybody',
    },
  ];

  it.each(bad)('should refuse $variables', ({ variables, problem }) => {
    const error = failureOf(() => validateEnvironment(variables));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).problems).toEqual([problem]);
  });

  it('should tell all problems at once, and no value', () => {
    const error = failureOf(() =>
      validateEnvironment({
        NODE_ENV: 'production',
        AUTH_TOKEN: 's3cr3t one,s3cr',
        BACKUP_TOKEN: 's3cr3t two',
        LISTEN_PORT: 's3cr3t',
        API_ENDPOINT: 's3cr3t',
        THINKING_FIELD: 's3cr3t',
        MODEL_ALIASES: 's3cr3t',
      }),
    );
    const { message } = error as ConfigurationError;
    for (const name of [
      'AUTH_TOKEN',
      'BACKUP_TOKEN',
      'LISTEN_PORT',
      'API_ENDPOINT',
      'THINKING_FIELD',
      'MODEL_ALIASES[0]',
    ]) {
      expect(message).toContain(`\n  - ${name} `);
    }
    expect(message).toContain('fewer than 8 characters');
    expect(message).not.toContain('s3cr');
  });
});
