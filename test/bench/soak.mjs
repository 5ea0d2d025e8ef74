import { Buffer } from 'node:buffer';
import { readdirSync, readlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { setInterval, clearInterval } from 'node:timers';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, fetch } from 'undici';
import { GATEWAY, gatewaySettings, KEY } from './targets/gateway.mjs';
import { residentBytes } from './targets/process-cost.mjs';
import { startPrinting } from './targets/start-process.mjs';

/**
 * Keeps the built gateway under the load of many streams and looks for what it does not give back:
 * memory, file descriptors, sockets. Usage: soak.mjs [minutes] [streams]. Exits with 1 on a leak.
 */
const require = createRequire(import.meta.url);
const { SimulatorServer } = require('../../dist/simulator/simulator-server.js');
const { answerWith } = require('../../dist/simulator/answer.js');

const MINUTES = Number(process.argv[2] ?? 3);
const STREAMS = Number(process.argv[3] ?? 200);
const WARM_UP = 30_000;
const SETTLE = 3_000;
const SAMPLE_INTERVAL = 2_000;
/** One client in so many leaves before the end. */
const LEAVING = 10;
const TOLERANCE = 1.05;
/** Under load there is always some garbage: only more than that is growth. */
const PLATEAU_TOLERANCE = 1.3;
const WORDS = Array.from({ length: 40 }, (_, index) => `word${index}`).join(' ');

const simulator = new SimulatorServer(answerWith({ answer: WORDS, pace: 50 }));
await simulator.start();
// The simulator remembers every request for tests: here that would be a leak of our own.
simulator.exchanges.push = () => 0;
let heap;
const gateway = await startGateway();
const counts = { completed: 0, left: 0, failed: 0 };

await load(WARM_UP);
const base = await settle();
const samples = [];
const sampling = setInterval(() => {
  samples.push(measure());
  // Node leaves garbage lie while there is room: what is held must not hide behind it.
  collectGarbage();
}, SAMPLE_INTERVAL);
await load(MINUTES * 60_000);
clearInterval(sampling);
const end = await settle();
const exitCode = await gateway.stop();
await simulator.stop();

const early = median(samples.slice(0, Math.ceil(samples.length / 3)));
const late = median(samples.slice(-Math.ceil(samples.length / 3)));
print('base', base);
print('plateau, first third', early);
print('plateau, last third', late);
print('end', end);
console.log(`streams: ${JSON.stringify(counts)}, exit code ${exitCode}`);

const problems = [
  ...grown('end', [base, end], ['rss', 'heap', 'handles', 'sockets'], TOLERANCE),
  ...grown('plateau', [early, late], ['rss', 'handles', 'sockets'], PLATEAU_TOLERANCE),
  ...(counts.failed > 0 ? [`${counts.failed} streams failed`] : []),
  ...(exitCode === 0 ? [] : [`the gateway exited with ${exitCode}`]),
];
for (const problem of problems) console.log(`FAILED: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

function startGateway() {
  // A signal that Nest does not take for the end: it collects garbage and tells the heap that is left.
  const hook = `process.on('SIGWINCH',()=>{gc();console.log(JSON.stringify({heap:process.memoryUsage().heapUsed}))})`;
  const hooked = ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(hook)}`];
  const settings = gatewaySettings('web', simulator.chatUrl);
  return startPrinting(process.execPath, [...hooked, GATEWAY], settings, (text) => {
    heap = Number(/"heap":(\d+)/.exec(text)?.[1] ?? heap);
  });
}

function collectGarbage() {
  process.kill(gateway.pid, 'SIGWINCH');
}

async function load(milliseconds) {
  const dispatcher = new Agent();
  const until = performance.now() + milliseconds;
  const client = async (index) => {
    await delay(index * 10);
    for (let turn = index; performance.now() < until; turn += 1) {
      await stream(dispatcher, turn % LEAVING === 0);
    }
  };
  await Promise.all(Array.from({ length: STREAMS }, (_, index) => client(index)));
  await dispatcher.destroy();
}

async function stream(dispatcher, leaves) {
  try {
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ stream: true, messages: [{ role: 'user', content: 'Go on.' }] }),
      dispatcher,
    });
    let text = '';
    for await (const chunk of response.body) {
      text += Buffer.from(chunk).toString();
      // Whoever reads no further closes the connection.
      if (leaves && text.includes('word9')) break;
    }
    if (leaves) counts.left += 1;
    else if (text.endsWith('data: [DONE]\n\n')) counts.completed += 1;
    else fail(text.slice(-300));
  } catch (error) {
    fail(error.cause ?? error);
  }
}

function fail(reason) {
  counts.failed += 1;
  console.log('A stream failed:', reason);
}

async function settle() {
  // Connections that nobody uses are closed after a few seconds.
  for (let turn = 0; turn < 3; turn += 1) {
    await delay(SETTLE);
    collectGarbage();
  }
  await delay(500);
  return { ...measure(), heap };
}

function measure() {
  const folder = `/proc/${gateway.pid}`;
  const handles = readdirSync(`${folder}/fd`).flatMap((name) => {
    try {
      return [readlinkSync(`${folder}/fd/${name}`)];
    } catch {
      return [];
    }
  });
  const sockets = handles.filter((target) => target.startsWith('socket:'));
  return { rss: residentBytes(gateway.pid), handles: handles.length, sockets: sockets.length };
}

function median(measurements) {
  const of = (name) =>
    measurements.map((one) => one[name]).sort((a, b) => a - b)[measurements.length >> 1];
  return { rss: of('rss'), handles: of('handles'), sockets: of('sockets') };
}

function grown(when, [before, after], names, tolerance) {
  return names
    .filter((name) => after[name] > before[name] * tolerance)
    .map((name) => `${name} grew from ${before[name]} to ${after[name]} (${when})`);
}

function print(name, { rss, heap, handles, sockets }) {
  const mebibytes = (bytes) => (bytes === undefined ? '-' : (bytes / 2 ** 20).toFixed(1));
  console.log(
    `${name}: RSS ${mebibytes(rss)} MiB, heap ${mebibytes(heap)} MiB, ${handles} handles, ${sockets} sockets`,
  );
}
