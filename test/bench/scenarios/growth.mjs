import { gatewayOf } from '../targets/targets.mjs';

const KILOBYTE = 1000;
const MEGABYTE = 1000 * KILOBYTE;

/** `budget`: how much work a run has in all; the larger each request, the fewer they are. */
const AMOUNTS = {
  full: {
    rounds: 3,
    tokens: { sizes: [1000, 10_000, 100_000], budget: 100_000, most: 100 },
    bytes: { sizes: [KILOBYTE, 100 * KILOBYTE, MEGABYTE, 10 * MEGABYTE], budget: 4e7, most: 300 },
    tools: { sizes: [0, 1, 10, 100], budget: 20_000, most: 300 },
  },
  smoke: {
    rounds: 1,
    tokens: { sizes: [100, 1000], budget: 1000, most: 2 },
    bytes: { sizes: [KILOBYTE, 100 * KILOBYTE], budget: 1e5, most: 2 },
    tools: { sizes: [0, 10], budget: 20, most: 2 },
  },
};

const BRIEF = { kind: 'text', chunks: 20, interval: 0 };
const answer = (kind, tools) => (size) => ({
  plan: { kind, chunks: size, interval: 0 },
  tools,
  isStreaming: true,
});

/** What grows; the cost of a unit is that beyond what a request of the first size costs, if `isBeyond`. */
export const GROWTHS = [
  { variant: 'answer', of: 'tokens', dialect: 'web', job: answer('text', 0) },
  { variant: 'answer', of: 'tokens', dialect: 'openai', job: answer('text', 0) },
  { variant: 'answer, tools offered', of: 'tokens', dialect: 'web', job: answer('text', 10) },
  { variant: 'tool call', of: 'tokens', dialect: 'web', job: answer('call', 10) },
  ...['web', 'openai'].flatMap((dialect) => [
    {
      variant: 'conversation',
      of: 'bytes',
      dialect,
      isBeyond: true,
      job: (size) => ({ plan: BRIEF, conversation: size, isStreaming: false }),
    },
    {
      variant: 'tools',
      of: 'tools',
      dialect,
      isBeyond: true,
      job: (size) => ({ plan: BRIEF, tools: size, isStreaming: false }),
    },
  ]),
];

/** @type {import('../report/tables.mjs').Scenario} */
export const growth = {
  name: 'growth',
  description: 'what a request costs as its answer, its conversation or its tools grow',
  async run(bench) {
    const amounts = AMOUNTS[bench.size];
    await warmUp(bench, amounts);
    await bench.rounds(amounts.rounds, async (round) => {
      for (const kind of GROWTHS) await measure(bench, kind, amounts[kind.of], round);
    });
  },
};

/** One run of a middle size each: the first round shall find the code compiled. */
async function warmUp(bench, amounts) {
  for (const { dialect, of, job } of GROWTHS) {
    const size = amounts[of].sizes[1];
    const target = bench.target(gatewayOf(dialect));
    const running = await bench.shared(target);
    const requests = count(amounts[of], size);
    await bench.run(target, [running], { ...job(size), connections: 4, requests });
  }
}

async function measure(bench, { variant, of, dialect, job, isBeyond }, amounts, round) {
  const target = bench.target(gatewayOf(dialect));
  const running = await bench.shared(target);
  let base;
  for (const size of amounts.sizes) {
    const requests = count(amounts, size);
    const connections = Math.min(4, requests);
    const { cpu, seconds } = await bench.run(target, [running], {
      ...job(size),
      connections,
      requests,
    });
    const cost = cpu / requests;
    base ??= { cost, size };
    bench.record({
      scenario: 'growth',
      variant,
      target: target.name,
      dialect,
      round,
      of,
      size,
      requests,
      seconds,
      cpu,
      cost,
      unitCost: isBeyond ? beyond(base, { cost, size }) : cost / size,
    });
  }
}

/** Undefined for the size from which the others are reckoned. */
function beyond(base, { cost, size }) {
  return size > base.size ? (cost - base.cost) / (size - base.size) : undefined;
}

function count({ budget, most }, size) {
  return Math.max(1, Math.min(most, Math.round(budget / Math.max(1, size))));
}
