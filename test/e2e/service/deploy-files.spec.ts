import { load } from 'js-yaml';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { variableDescriptions } from '../../../src/config/describe-variable';
import { EnvironmentVariables } from '../../../src/config/environment-variables';
import { parseDockerfile, type Stage } from '../../support/dockerfile';

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

const ROOT = join(__dirname, '..', '..', '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const stages = parseDockerfile(read('Dockerfile'));
const image = stages.at(-1);
const { services } = load(read('deploy/docker-compose.yml')) as {
  readonly services: Readonly<Record<'gateway' | 'demo' | 'simulator', Service>>;
};
const named = Object.entries(services).map(([name, service]) => ({ name, service }));
const gateways = named.filter(({ name }) => name !== 'simulator');

function textOf(stage: Stage | undefined, name: string): readonly string[] {
  return (stage?.instructions ?? [])
    .filter((instruction) => instruction.name === name)
    .map(({ text }) => text);
}

/** The words of an instruction in exec form; in shell form this is no JSON and throws. */
function commandOf(name: string): readonly string[] {
  const [text = ''] = textOf(image, name);
  return JSON.parse(text.slice(text.indexOf('['))) as readonly string[];
}

describe('Dockerfile', () => {
  it('should take the base of every stage from the same argument', () => {
    expect(stages.map(({ base }) => base)).toEqual(stages.map(() => '${NODE_IMAGE}'));
  });

  it('should run as a user whose number shows that it is not root', () => {
    expect(textOf(image, 'USER')).toEqual([expect.stringMatching(/^[1-9]\d*$/)]);
  });

  it('should start and probe built files without a shell', () => {
    expect(commandOf('CMD')).toEqual(['node', '--enable-source-maps', 'dist/main.js']);
    expect(commandOf('HEALTHCHECK')).toEqual(['node', 'dist/health/probe.js']);
    for (const name of ['CMD', 'HEALTHCHECK']) {
      expect(existsSync(join(ROOT, commandOf(name).at(-1) ?? ''))).toBe(true);
    }
  });

  it('should run in production mode', () => {
    expect(textOf(image, 'ENV')).toContain('NODE_ENV=production');
  });

  it('should take its packages from a stage that installs no development packages', () => {
    const [, source] = /--from=(\w+) \S*node_modules /.exec(textOf(image, 'COPY').join('\n')) ?? [];
    const stage = stages.find(({ alias }) => alias === source);
    const installs = textOf(stage, 'RUN').filter((text) => text.includes('npm '));
    expect(installs).toEqual([expect.stringContaining('npm ci --omit=dev')]);
  });

  it('should copy only what .dockerignore lets through', () => {
    const lines = read('.dockerignore').split('\n');
    const allowed = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const copied = stages
      .flatMap((stage) => textOf(stage, 'COPY'))
      .filter((text) => !text.startsWith('--from='))
      .flatMap((text) => text.split(' ').slice(0, -1));
    expect(lines).toEqual(expect.arrayContaining(['*', '**/.env*']));
    expect(copied.filter((path) => !allowed.includes(path))).toEqual([]);
    expect(allowed.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

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

  it('should hand on every setting, except where to listen', () => {
    const fixed = ['NODE_ENV', 'LISTEN_HOST', 'LISTEN_PORT'];
    const settings = variableDescriptions().map(({ name }) => name);
    expect(Object.keys(services.gateway.environment ?? {}).sort()).toEqual(
      settings.filter((name) => !fixed.includes(name)).sort(),
    );
  });

  it('should start the demo and its simulator only when asked to', () => {
    const isOptional = ({ service }: (typeof named)[number]): boolean =>
      service.profiles?.includes('demo') === true;
    expect(named.filter(isOptional).map(({ name }) => name)).toEqual(['demo', 'simulator']);
  });

  it('should point the demo at the simulator', () => {
    const { hostname, port } = new URL(services.demo.environment?.['API_ENDPOINT'] ?? '');
    const { command = [] } = services.simulator;
    expect(hostname).toBe('simulator');
    expect(command.slice(-2)).toEqual([port, '0.0.0.0']);
    expect(existsSync(join(ROOT, command.at(-3) ?? ''))).toBe(true);
  });
});
