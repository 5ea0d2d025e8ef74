import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Bench } from './bench.mjs';
import { describeMachine, renderReport, writeJson } from './report/report.mjs';
import { cores } from './scenarios/cores.mjs';
import { firehose } from './scenarios/firehose.mjs';
import { growth } from './scenarios/growth.mjs';
import { hold } from './scenarios/hold.mjs';
import { light } from './scenarios/light.mjs';
import { long } from './scenarios/long.mjs';
import { realistic } from './scenarios/realistic.mjs';
import { short } from './scenarios/short.mjs';
import { GATEWAY } from './targets/gateway.mjs';

/**
 * The benchmark: `run.mjs [--smoke] [--only scenario,…] [--rounds n] [--json file]`. Tables go to the
 * standard output, progress to the standard error, all figures to the file. `--smoke` only shows
 * that everything runs. Exits with 1 when a chunk was lost or anything else failed.
 */

/** Those that start processes of their own come last: they stop the shared ones. */
const SCENARIOS = [firehose, realistic, long, short, light, growth, cores, hold];

function readOptions() {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const names = values.only?.split(',') ?? SCENARIOS.map(({ name }) => name);
  const scenarios = SCENARIOS.filter(({ name }) => names.includes(name));
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (scenarios.length !== names.length) {
    throw new Error(`--only takes ${SCENARIOS.map(({ name }) => name).join(', ')}.`);
  }
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    throw new Error('--rounds takes a number of rounds.');
  }
  const { smoke: isSmoke, json = isSmoke ? undefined : 'bench-results.json' } = values;
  return { isSmoke, scenarios, rounds, json };
}

function checkMachine() {
  if (!existsSync('/proc/self/stat')) {
    throw new Error('The benchmark reads processor time and memory from /proc: it needs Linux.');
  }
  if (!existsSync(GATEWAY)) throw new Error('The gateway is not built: run `npm run build`.');
}

async function measure(bench, scenarios) {
  await bench.start();
  for (const note of bench.notes) console.error(note);
  for (const scenario of scenarios) {
    const start = performance.now();
    await scenario.run(bench);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    console.error(`${scenario.name}: ${seconds} s`);
  }
}

try {
  const { isSmoke, scenarios, rounds, json } = readOptions();
  checkMachine();
  const machine = describeMachine();
  const bench = new Bench({ isSmoke, rounds });
  try {
    await measure(bench, scenarios);
  } finally {
    await bench.stop();
  }
  const { records, notes } = bench;
  console.log(renderReport({ machine, records, notes, scenarios, isSmoke }));
  if (json !== undefined) writeJson(json, { machine, records, notes, isSmoke });
} catch (error) {
  console.error(`The benchmark failed: ${error.stack}`);
  process.exitCode = 1;
}
