import { existsSync } from 'node:fs';
import { pathOf, readProjectFile } from '../../support/deploy-files';
import { commandOf, readStages, textOf } from '../../support/dockerfile';

const stages = readStages();
const image = stages.at(-1);

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
      expect(existsSync(pathOf(commandOf(name).at(-1) ?? ''))).toBe(true);
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
    const lines = readProjectFile('.dockerignore').split('\n');
    const allowed = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const copied = stages
      .flatMap((stage) => textOf(stage, 'COPY'))
      .filter((text) => !text.startsWith('--from='))
      .flatMap((text) => text.split(' ').slice(0, -1));
    expect(lines).toEqual(expect.arrayContaining(['*', '**/.env*']));
    expect(copied.filter((path) => !allowed.includes(path))).toEqual([]);
    expect(allowed.filter((path) => !existsSync(pathOf(path)))).toEqual([]);
  });
});
