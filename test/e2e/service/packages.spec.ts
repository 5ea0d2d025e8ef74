import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..');

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = readJson('package.json') as Manifest;

describe('packages', () => {
  it('should be pinned to one version', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('should run no script when they are installed', () => {
    expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });

  it('should be locked with what proves that they are the same', () => {
    const { packages } = readJson('package-lock.json') as {
      readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
    };
    const installed = Object.entries(packages).filter(([path]) => path !== '');
    expect(installed.length).toBeGreaterThan(100);
    const unproved = installed.filter(
      ([, { integrity }]) => integrity?.startsWith('sha512-') !== true,
    );
    expect(unproved.map(([path]) => path)).toEqual([]);
  });

  it('should be listed by the bill of materials, those of development not', () => {
    const output = execFileSync(process.execPath, ['deploy/write-sbom.mjs'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const bill = JSON.parse(output) as {
      readonly bomFormat: string;
      readonly components: readonly { readonly name: string; readonly version: string }[];
    };
    expect(bill.bomFormat).toBe('CycloneDX');
    const listed = bill.components.map(({ name, version }) => `${name} ${version}`);
    for (const [name, version] of Object.entries(manifest.dependencies)) {
      expect(listed).toContain(`${name} ${version}`);
    }
    expect(bill.components.map(({ name }) => name)).not.toContain('jest');
  });
});
