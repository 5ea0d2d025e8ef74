import { CPU_COLUMNS, measureStreams, VARIANTS } from './streams.mjs';

const AMOUNTS = {
  full: { rounds: 5, chunks: 200, interval: 0, connections: 16, requests: 400 },
  smoke: { rounds: 1, chunks: 20, interval: 0, connections: 4, requests: 8 },
};

/** @type {import('../report/tables.mjs').Scenario} */
export const firehose = {
  name: 'firehose',
  description: 'streams of 200 chunks that come all at once, 16 connections',
  run: (bench) =>
    measureStreams(bench, { name: 'firehose', variants: VARIANTS }, AMOUNTS[bench.size]),
  columns: [
    { title: 'chunks/s', of: ({ chunksPerSecond }) => chunksPerSecond },
    ...CPU_COLUMNS,
    { title: 'CPU of the load', of: ({ loadCpu, seconds }) => loadCpu / seconds },
  ],
};
