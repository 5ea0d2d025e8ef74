import { setTimeout as delay } from 'node:timers/promises';
import { residentBytes } from '../targets/process-cost.mjs';
import { gatewayOf, translatorOf } from '../targets/targets.mjs';

/** Each target starts anew `rounds` times; in the first `held` of them it holds streams. */
const AMOUNTS = {
  full: { rounds: 5, held: 3, streams: 2000, settle: 500, warmUp: 100 },
  smoke: { rounds: 1, held: 1, streams: 20, settle: 10, warmUp: 2 },
};

const TARGETS = [translatorOf('openai'), gatewayOf('web'), gatewayOf('openai'), 'nginx', 'Portkey'];
const PLAN = { kind: 'text', chunks: 20, interval: 0 };

/** @type {import('../report/tables.mjs').Scenario} */
export const hold = {
  name: 'hold',
  description: '2,000 idle open streams of a process that has just started; resident memory',
  async run(bench) {
    await bench.rest();
    const amounts = AMOUNTS[bench.size];
    await bench.rounds(amounts.rounds, async (round) => {
      for (const target of bench.available(TARGETS)) {
        const running = await target.start(bench.upstream.url);
        const { dialect, name } = target;
        const of = { scenario: 'hold', variant: 'idle', target: name, dialect, round };
        try {
          await delay(amounts.settle);
          const rest = residentBytes(running.pid);
          const held = round < amounts.held ? await holdStreams(bench, target, running) : {};
          bench.record({ ...of, milliseconds: running.milliseconds, rest, ...held });
        } finally {
          await running.stop();
        }
      }
    });
  },
  columns: [
    { title: 'start to listening ms', of: ({ milliseconds }) => milliseconds },
    { title: 'at rest MB', of: ({ rest }) => rest / 1e6 },
    { title: 'with the streams MB', of: ({ full }) => full && full / 1e6 },
    { title: 'kB per stream', of: ({ perStream }) => perStream && perStream / 1000 },
    { title: 'after them MB', of: ({ after }) => after && after / 1e6 },
  ],
};

async function holdStreams(bench, target, running) {
  const { streams, settle, warmUp } = AMOUNTS[bench.size];
  // What the first requests load and compile stays, however many streams follow.
  const job = { plan: PLAN, isStreaming: true, connections: 4, requests: warmUp };
  await bench.run(target, [running], job);
  await delay(settle);
  const before = residentBytes(running.pid);
  await bench.hold(target, running, streams);
  await delay(settle);
  const full = residentBytes(running.pid);
  await bench.load.release();
  await delay(settle);
  const after = residentBytes(running.pid);
  return { before, full, after, perStream: (full - before) / streams };
}
