import { DIALECTS, gatewayOf, translatorOf } from '../targets/targets.mjs';
import { CPU_COLUMNS, measureStreams, TIME_COLUMNS, VARIANTS } from './streams.mjs';

const AMOUNTS = {
  full: { rounds: 3, chunks: 250, interval: 20, connections: 150, requests: 150 },
  smoke: { rounds: 1, chunks: 10, interval: 5, connections: 4, requests: 4 },
};

const TARGETS = [...DIALECTS.flatMap((one) => [translatorOf(one), gatewayOf(one)]), 'nginx'];

/** @type {import('../report/tables.mjs').Scenario} */
export const long = {
  name: 'long',
  description: '150 streams of 250 chunks, 20 ms apart',
  run: (bench) =>
    measureStreams(
      bench,
      { name: 'long', variants: VARIANTS.slice(0, 1), targets: TARGETS },
      AMOUNTS[bench.size],
    ),
  columns: [...CPU_COLUMNS, ...TIME_COLUMNS],
};
