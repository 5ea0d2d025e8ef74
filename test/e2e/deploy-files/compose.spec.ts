import { load } from 'js-yaml';
import { existsSync } from 'node:fs';
import { variableDescriptions } from '../../../src/config/describe-variable';
import { EnvironmentVariables } from '../../../src/config/environment-variables';
import { pathOf, readYaml } from '../../support/deploy-files';
import { commandOf } from '../../support/dockerfile';
import { isKnownSetting } from '../../support/known-settings';
import { describeWith, run, type Run } from '../../support/machine';
import { withTemporaryFile } from '../../support/temporary-file';

interface Service {
  readonly profiles?: readonly string[];
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ports?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly stop_grace_period?: string;
}

const file = readYaml('deploy/docker-compose.yml') as {
  readonly services: Readonly<Record<'gateway' | 'demo' | 'simulator' | 'redis', Service>>;
};
const { services } = file;
const named = Object.entries(services).map(([name, service]) => ({ name, service }));
const gateways = named.filter(({ name }) => name === 'gateway' || name === 'demo');

describe('docker-compose.yml', () => {
  it.each(named)('should give $name no privileges and nothing to write to', ({ service }) => {
    expect(service).toMatchObject({
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges'],
    });
  });

  it.each(gateways)('should not start $name without a key', ({ service }) => {
    expect(service.environment?.['AUTH_TOKEN']).toMatch(/^\$\{AUTH_TOKEN:\?.+\}$/);
  });

  it.each(gateways)('should publish $name on loopback unless told otherwise', ({ service }) => {
    expect(service.ports).toEqual([expect.stringMatching(/^\$\{\w+:-127\.0\.0\.1:\d+\}:8080$/)]);
  });

  it.each(gateways)('should probe $name as the image does', ({ service }) => {
    expect(service.healthcheck?.test).toEqual(['CMD', ...commandOf('HEALTHCHECK')]);
  });

  it.each(gateways)('should let an answer of $name outlast a silent upstream', ({ service }) => {
    const [, minutes] = /^(\d+)m$/.exec(service.stop_grace_period ?? '') ?? [];
    const { UPSTREAM_TIMEOUT_MS: silence } = new EnvironmentVariables();
    expect(Number(minutes) * 60_000).toBeGreaterThan(silence);
  });

  it('should hand on every setting, except where to listen, and nothing else', () => {
    const fixed = ['NODE_ENV', 'LISTEN_HOST', 'LISTEN_PORT'];
    const handedOn = Object.keys(services.gateway.environment ?? {});
    const settings = variableDescriptions().map(({ name }) => name);
    expect(settings.filter((name) => !fixed.includes(name) && !handedOn.includes(name))).toEqual(
      [],
    );
    expect(handedOn.filter((name) => !isKnownSetting(name))).toEqual([]);
  });

  it('should leave time for what the gateway itself waits for', () => {
    const [, minutes] = /^(\d+)m$/.exec(services.gateway.stop_grace_period ?? '') ?? [];
    const [, drain] =
      /:-(\d+)\}$/.exec(services.gateway.environment?.['DRAIN_TIMEOUT_MS'] ?? '') ?? [];
    expect(Number(minutes) * 60_000).toBeGreaterThan(Number(drain) + 5_000);
  });

  it('should start nothing but the gateway unless asked to', () => {
    const profiles = named.map(({ name, service }) => [name, service.profiles]);
    expect(Object.fromEntries(profiles)).toEqual({
      gateway: undefined,
      demo: ['demo'],
      simulator: ['demo'],
      redis: ['redis'],
    });
  });

  it('should show its Redis to no one outside', () => {
    expect(services.redis.ports).toBeUndefined();
  });

  it('should point the demo at the simulator', () => {
    const { hostname, port } = new URL(services.demo.environment?.['API_ENDPOINT'] ?? '');
    const { command = [] } = services.simulator;
    expect(hostname).toBe('simulator');
    expect(command.slice(-2)).toEqual([port, '0.0.0.0']);
    expect(existsSync(pathOf(command.at(-3) ?? ''))).toBe(true);
  });
});

describeWith(['docker-compose'], 'docker-compose', () => {
  const config = (settings: string): Promise<Run> =>
    withTemporaryFile(settings, (path) =>
      run(
        'docker-compose',
        ...['--env-file', path, '--file', pathOf('deploy/docker-compose.yml')],
        ...['--profile', 'demo', '--profile', 'redis', 'config'],
      ),
    );

  it('should read the file, with all that is optional', async () => {
    const { code, stdout, output } = await config('AUTH_TOKEN=sk-any\nKEY_RPM=7\n');
    expect({ code, output }).toEqual({ code: 0, output: stdout });
    const { services: read } = load(stdout) as typeof file;
    expect(Object.keys(read).sort()).toEqual(['demo', 'gateway', 'redis', 'simulator']);
    expect(read.gateway.environment).toMatchObject({ AUTH_TOKEN: 'sk-any', KEY_RPM: '7' });
  });

  it('should refuse to go on without a key', async () => {
    const { code, output } = await config('');
    expect(code).not.toBe(0);
    expect(output).toContain('Set AUTH_TOKEN');
  });
});
