import { residentBytes } from '../targets/process-cost.mjs';
import { gatewayOf } from '../targets/targets.mjs';

const AMOUNTS = {
  full: { rounds: 3, chunks: 200, connections: 32, requests: 1600 },
  smoke: { rounds: 1, chunks: 20, connections: 4, requests: 8 },
};

/** @type {import('../report/tables.mjs').Scenario} */
export const cores = {
  name: 'cores',
  description:
    'one process of the gateway against two that share the connections; firehose, 32 connections. Mock and load need cores of their own: on a small machine the second process finds none free',
  async run(bench) {
    await bench.rest();
    const target = bench.target(gatewayOf('openai'));
    const processes = [];
    try {
      for (let count = 0; count < 2; count += 1) {
        const running = await target.start(bench.upstream.url);
        processes.push(running);
        await bench.warm(target, running);
      }
      await measure(bench, target, processes);
    } finally {
      for (const running of processes) await running.stop();
    }
  },
  columns: [
    { title: 'chunks/s', of: ({ chunksPerSecond }) => chunksPerSecond },
    { title: 'CPU s per 1M chunks', of: ({ cpuPerMillion }) => cpuPerMillion },
    { title: 'cores in use', of: ({ cpu, seconds }) => cpu / seconds },
    { title: 'MB', of: ({ resident }) => resident / 1e6 },
  ],
};

async function measure(bench, target, processes) {
  const { rounds, chunks, connections, requests } = AMOUNTS[bench.size];
  const plan = { kind: 'text', chunks, interval: 0 };
  const job = { plan, isStreaming: true, connections, requests };
  await bench.rounds(rounds, async (round) => {
    for (const [variant, used] of [
      ['one process', processes.slice(0, 1)],
      ['two processes', processes],
    ]) {
      const seen = await bench.run(target, used, job);
      bench.record({
        scenario: 'cores',
        variant,
        target: target.name,
        dialect: target.dialect,
        round,
        ...seen,
        chunksPerSecond: (requests * chunks) / seen.seconds,
        cpuPerMillion: (seen.cpu / (requests * chunks)) * 1e6,
        resident: used.reduce((sum, { pid }) => sum + residentBytes(pid), 0),
      });
    }
  });
}
