import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Prints what the service is made of as CycloneDX, without the network. npm makes the list; we drop
 * what only development needs, because `npm sbom --omit dev` drops more than that: every package that
 * any other one names among its own development packages.
 */
const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

const needed = new Set(
  Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`),
);

const options = [
  '--offline',
  '--package-lock-only',
  '--sbom-format=cyclonedx',
  '--sbom-type=application',
];
const bill = JSON.parse(
  execFileSync('npm', ['sbom', ...options], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
);
const root = bill.metadata.component['bom-ref'];
const refs = new Set([root]);

// npm names the service after its folder.
bill.metadata.component.name = name;
bill.components = bill.components.filter((component) => {
  const isNeeded =
    needed.has(`${component.name}@${component.version}`) || needed.has(component['bom-ref']);
  if (isNeeded) refs.add(component['bom-ref']);
  return isNeeded;
});
bill.dependencies = bill.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
process.stdout.write(`${JSON.stringify(bill, null, 2)}\n`);
