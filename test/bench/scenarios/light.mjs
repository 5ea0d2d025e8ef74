import { measureStreams, VARIANTS } from './streams.mjs';

const AMOUNTS = {
  full: { rounds: 3, chunks: 10, interval: 3, connections: 1, requests: 60 },
  smoke: { rounds: 1, chunks: 3, interval: 3, connections: 1, requests: 2 },
};

/** @type {import('../report/tables.mjs').Scenario} */
export const light = {
  name: 'light',
  description: 'one stream at a time on an otherwise idle machine, 10 chunks, 3 ms apart',
  run: (bench) =>
    measureStreams(bench, { name: 'light', variants: VARIANTS.slice(0, 1) }, AMOUNTS[bench.size]),
  columns: [
    { title: 'first token p50 ms', of: ({ first }) => first.p50 },
    { title: 'added', of: ({ first }) => first.p50, isAdded: true },
    { title: 'transit p50 ms', of: ({ transit }) => transit.p50 },
    { title: 'added', of: ({ transit }) => transit.p50, isAdded: true },
  ],
};
