import { CPU_COLUMNS, measureStreams, TIME_COLUMNS, VARIANTS } from './streams.mjs';

const AMOUNTS = {
  full: { rounds: 3, chunks: 60, interval: 20, connections: 150, requests: 150 },
  smoke: { rounds: 1, chunks: 5, interval: 5, connections: 4, requests: 4 },
};

/** @type {import('../report/tables.mjs').Scenario} */
export const realistic = {
  name: 'realistic',
  description: '150 streams of 60 chunks, 20 ms apart',
  run: (bench) =>
    measureStreams(bench, { name: 'realistic', variants: VARIANTS }, AMOUNTS[bench.size]),
  columns: [...CPU_COLUMNS, ...TIME_COLUMNS],
};
