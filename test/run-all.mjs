import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs every check of the project, goes on after a failure, and ends with the counts on one line.
 * A check that is no test suite counts as one test.
 */
const checks = [
  { name: 'build', command: ['nest', 'build'] },
  { name: 'lint', command: ['eslint', '.'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'type check', command: ['tsc', '--noEmit'] },
  {
    name: 'architecture',
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'test'],
  },
  { name: 'OpenAPI document is current', command: ['node', 'dist/openapi.js', '--check'] },
  { name: 'OpenAPI lint', command: ['redocly', 'lint', 'docs/openapi.json'] },
  {
    name: 'configuration docs are current',
    command: ['node', 'dist/config/write-configuration-docs.js', '--check'],
  },
  { name: 'benchmark runs (smoke)', command: ['node', 'test/bench/run.mjs', '--smoke'] },
  { name: 'tests', command: ['jest'], reportsCounts: true },
];

const totals = { passed: 0, failed: 0, skipped: 0 };
const report = join(tmpdir(), `jest-${String(process.pid)}.json`);

for (const { name, command, reportsCounts = false } of checks) {
  process.stdout.write(`\n# ${name}\n`);
  const extra = reportsCounts ? ['--json', `--outputFile=${report}`] : [];
  const isGood = await run([...command, ...extra]);
  const counts = reportsCounts ? readCounts() : undefined;
  totals.passed += counts?.passed ?? Number(isGood);
  totals.failed += counts?.failed ?? Number(!isGood);
  totals.skipped += counts?.skipped ?? 0;
  // A suite that cannot even start fails no test.
  if (counts?.failed === 0 && !isGood) totals.failed += 1;
}

process.stdout.write(
  `\n${String(totals.passed)} passed, ${String(totals.failed)} failed, ${String(totals.skipped)} skipped\n`,
);
process.exitCode = totals.failed === 0 ? 0 : 1;

function run([program, ...options]) {
  const path = `${join(process.cwd(), 'node_modules', '.bin')}:${process.env.PATH}`;
  const env = {
    ...process.env,
    PATH: path,
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  };
  const child = spawn(program, options, { stdio: ['ignore', 'inherit', 'inherit'], env });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

function readCounts() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(report, { force: true });
  }
}
