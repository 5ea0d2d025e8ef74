import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayProcess, runToEnd } from '../../support/gateway-process';

const PUBLISHED_KEY = 'sk-tbkFoKzk9a531YyUNNF5';
const SECRET = 'canary secret';

describe('a start with settings that do not fit', () => {
  it('should list every problem, without a secret', async () => {
    const { code, output } = await runToEnd({
      API_ENDPOINT: `ftp://user:${encodeURIComponent(SECRET)}@example.org`,
      AUTH_TOKEN: SECRET,
      BACKUP_TOKEN: SECRET,
      LISTEN_PORT: '99999',
      DEBUG_LOGGING: 'yes',
      THINKING_PROCESSING: 'maybe',
      UPSTREAM_TIMEOUT_MS: '10s',
      BODY_LIMIT_MB: '0',
    });
    expect(code).toBe(1);
    for (const name of [
      'API_ENDPOINT',
      'AUTH_TOKEN',
      'BACKUP_TOKEN',
      'LISTEN_PORT',
      'DEBUG_LOGGING',
      'THINKING_PROCESSING',
      'UPSTREAM_TIMEOUT_MS',
      'BODY_LIMIT_MB',
    ]) {
      expect(output).toMatch(new RegExp(`^ {2}- ${name} `, 'm'));
    }
    expect(output).not.toContain('canary');
    expect(output).not.toMatch(/\n\s+at /);
  });

  it.each([
    ['no key', {}],
    ['an empty key', { AUTH_TOKEN: ' , ' }],
    ['the key that was published', { AUTH_TOKEN: PUBLISHED_KEY }],
    ['the published key among others', { AUTH_TOKEN: `sk-good-key,${PUBLISHED_KEY}` }],
    ['a short key', { AUTH_TOKEN: 'sk-1' }],
  ])('should not happen in production with %s', async (_case, environment) => {
    const { code, output } = await runToEnd({ NODE_ENV: 'production', ...environment });
    expect(code).toBe(1);
    expect(output).toMatch(/^ {2}- AUTH_TOKEN /m);
    expect(output).not.toContain('sk-');
  });

  it('should not happen on a port that is taken', async () => {
    const gateway = await GatewayProcess.start({});
    const { port } = new URL(gateway.origin);
    const { code, output } = await runToEnd({
      LISTEN_HOST: '127.0.0.1',
      LISTEN_PORT: port,
      AUTH_TOKEN: 'sk-secret-of-the-suite',
    });
    expect(code).toBe(1);
    expect(output).toContain('EADDRINUSE');
    expect(output).not.toContain('sk-secret');
    await gateway.stop();
  });
});

describe('a start with a file of models', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const startWith = (text: string): ReturnType<typeof runToEnd> => {
    const path = join(folder, 'models.json');
    writeFileSync(path, text);
    return runToEnd({ MODELS_FILE: path });
  };

  it('should list every problem of the file', async () => {
    const { code, output } = await startWith(
      JSON.stringify([
        { id: 'good', upstream_id: 'x' },
        { upstream_id: 'x' },
        { id: 'b', upstream_id: 5, capabilities: { vision: 'yes' }, context_window: -1 },
        'nothing',
      ]),
    );
    expect(code).toBe(1);
    expect(output).toMatch(/^ {2}- MODELS_FILE\[1\]: id /m);
    expect(output).toMatch(/^ {2}- MODELS_FILE\[2\]: upstream_id /m);
    expect(output).toMatch(/^ {2}- MODELS_FILE\[2\]\.capabilities: vision /m);
    expect(output).toMatch(/^ {2}- MODELS_FILE\[2\]: context_window /m);
    expect(output).toMatch(/^ {2}- MODELS_FILE\[3\]/m);
    expect(output).not.toContain('MODELS_FILE[0]');
  });

  it.each(['{}', 'not json', ''])('should not happen when it holds %j', async (text) => {
    const { code, output } = await startWith(text);
    expect(code).toBe(1);
    expect(output).toMatch(/^ {2}- MODELS_FILE must hold a JSON array/m);
  });

  it('should not happen when it does not exist', async () => {
    const { code, output } = await runToEnd({ MODELS_FILE: join(folder, 'missing.json') });
    expect(code).toBe(1);
    expect(output).toMatch(/^ {2}- MODELS_FILE cannot be read/m);
  });
});

describe('a start without a key, in development', () => {
  it('should print a key for this run, once, and accept it', async () => {
    const gateway = await GatewayProcess.start({ AUTH_TOKEN: '' });
    const [key = ''] = await gateway.outputMatching(/sk-[\w-]{32,}/);
    const response = await fetch(`${gateway.origin}/auth/whoami`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(response.status).toBe(200);
    expect(gateway.output.split(key)).toHaveLength(2);
    await gateway.stop();
  });

  it('should make another key each time', async () => {
    const keys = await Promise.all(
      [1, 2].map(async () => {
        const gateway = await GatewayProcess.start({ AUTH_TOKEN: '' });
        const [key] = await gateway.outputMatching(/sk-[\w-]{32,}/);
        await gateway.stop();
        return key;
      }),
    );
    expect(new Set(keys).size).toBe(2);
  });
});
