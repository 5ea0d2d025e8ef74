import { DIALECTS, gatewayOf, translatorOf } from '../targets/targets.mjs';

/** Kinds of answers to stream; all targets know the first one. */
export const VARIANTS = [
  { name: 'text', kind: 'text', tools: 0 },
  { name: 'thinking', kind: 'thinking', tools: 0 },
  { name: 'tools offered', kind: 'text', tools: 10 },
  { name: 'tool call', kind: 'call', tools: 10 },
];

const TRANSLATING = DIALECTS.flatMap((dialect) => [translatorOf(dialect), gatewayOf(dialect)]);

/**
 * Streams answers through the targets in turns and records each run.
 *
 * @param {import('../bench.mjs').Bench} bench
 * @param {object} scenario
 * @param {string} scenario.name
 * @param {typeof VARIANTS} scenario.variants
 * @param {string[]} [scenario.targets] Of the variant `text`; all by default.
 * @param {{ rounds: number, chunks: number, interval: number, connections: number, requests: number }} amounts
 */
export async function measureStreams(bench, { name, variants, targets }, amounts) {
  const { rounds, chunks, interval, connections, requests } = amounts;
  const all = targets ?? bench.targets.map((target) => target.name);
  const steps = variants.flatMap((variant) =>
    bench
      .available(variant.name === 'text' ? all : TRANSLATING)
      .map((target) => ({ variant, target })),
  );
  const measure = async ({ target, variant: { kind, tools } }, share = 1) => {
    const running = await bench.shared(target);
    const plan = { kind, chunks, interval };
    const job = { plan, tools, isStreaming: true, connections };
    return bench.run(target, [running], { ...job, requests: Math.ceil(requests * share) });
  };
  // Each kind of answer has code of its own that must be compiled.
  for (const step of steps) if (step.variant.name !== 'text') await measure(step, 0.5);
  await bench.rounds(rounds, async (round) => {
    for (const step of steps) {
      const seen = await measure(step);
      const { variant, target } = step;
      const of = { scenario: name, variant: variant.name, target: target.name };
      bench.record({ ...of, dialect: target.dialect, round, ...seen, ...perChunk(seen, chunks) });
    }
  });
}

function perChunk({ requests, seconds, cpu }, chunksEach) {
  const chunks = requests * chunksEach;
  return {
    chunks,
    chunksPerSecond: chunks / seconds,
    cpuPerMillion: cpu === undefined ? undefined : (cpu / chunks) * 1e6,
  };
}

/** @type {import('../report/tables.mjs').Column[]} */
export const CPU_COLUMNS = [
  { title: 'CPU s per 1M chunks', of: ({ cpuPerMillion }) => cpuPerMillion },
  { title: '× translator', of: ({ cpuPerMillion }) => cpuPerMillion, isRatio: true },
];

/** @type {import('../report/tables.mjs').Column[]} */
export const TIME_COLUMNS = [
  { title: 'first token p50 ms', of: ({ first }) => first.p50 },
  { title: 'p99', of: ({ first }) => first.p99 },
  { title: 'transit p50 ms', of: ({ transit }) => transit?.p50 },
  { title: 'p99', of: ({ transit }) => transit?.p99 },
];
