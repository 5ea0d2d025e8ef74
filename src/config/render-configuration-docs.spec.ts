import { parseEnv } from 'node:util';
import { variableDescriptions } from './describe-variable';
import { EnvironmentVariables } from './environment-variables';
import { renderEnvironmentExample, renderTable } from './render-configuration-docs';
import { validateEnvironment } from './validate-environment';

const names = [
  ...Object.keys(new EnvironmentVariables()),
  ...[
    'REASONING_KEY',
    'API_ENDPOINT',
    'UPSTREAMS_FILE',
    'MODELS_FILE',
    'KEYS_FILE',
    'REDIS_URL',
    'DEBUG_LOGGING',
  ],
].sort();

describe('renderTable', () => {
  it.each(['en', 'zh'] as const)(
    'should have one row with a meaning for every variable in %s',
    (language) => {
      const [, , ...rows] = renderTable(language).split('\n');
      const described = rows.map((row) => /^\| `(\w+)` \| \S.* \|.*\|$/.exec(row)?.[1] ?? row);
      expect([...described].sort()).toEqual(names);
    },
  );

  it.each([
    { name: 'LISTEN_PORT', end: '| `8080` |' },
    { name: 'CORS_ORIGINS', end: '| `*` |' },
    { name: 'ANONYMOUS_MODE', end: '| `true` |' },
    { name: 'DEBUG_LOGGING', end: '| `true`, but `false` in production |' },
    { name: 'AUTH_TOKEN', end: '|  |' },
  ])('should tell the default of $name', ({ name, end }) => {
    const row = renderTable('en')
      .split('\n')
      .find((line) => line.startsWith(`| \`${name}\``));
    expect(row?.endsWith(end)).toBe(true);
  });

  it('should keep each row on one line with three columns', () => {
    for (const { text } of variableDescriptions()) expect(text.en + text.zh).not.toMatch(/[\n|]/);
  });
});

describe('renderEnvironmentExample', () => {
  it('should change nothing as it is', () => {
    expect(parseEnv(renderEnvironmentExample())).toEqual({});
  });

  it('should set every variable to its default once the comment marks are gone', () => {
    const variables = parseEnv(renderEnvironmentExample().replace(/^#(?=\w+=)/gm, ''));
    expect(Object.keys(variables).sort()).toEqual(names);
    const madeForTheRun = {
      GENERATED_KEY: expect.any(String) as string,
      AUTH_TOKEN: expect.anything() as string[],
    };
    expect(validateEnvironment({})).toMatchObject({
      ...validateEnvironment(variables),
      ...madeForTheRun,
    });
  });

  it('should hold no secret', () => {
    const secrets = variableDescriptions().filter(({ isSecret }) => isSecret);
    expect(secrets.map(({ name }) => name).sort()).toEqual([
      'AUTH_TOKEN',
      'BACKUP_TOKEN',
      'METRICS_TOKEN',
      'REASONING_KEY',
      'REDIS_URL',
      'UPSTREAM_API_KEY',
    ]);
    for (const { name } of secrets) expect(renderEnvironmentExample()).toContain(`#${name}=\n`);
  });
});
