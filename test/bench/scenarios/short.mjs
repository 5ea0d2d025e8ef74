const AMOUNTS = {
  full: { rounds: 5, connections: 32, requests: 1500 },
  smoke: { rounds: 1, connections: 4, requests: 8 },
};

const PLAN = { kind: 'text', chunks: 20, interval: 0 };

/** @type {import('../report/tables.mjs').Scenario} */
export const short = {
  name: 'short',
  description: 'answers of 20 tokens that do not stream, 32 connections',
  async run(bench) {
    const { rounds, connections, requests } = AMOUNTS[bench.size];
    await bench.rounds(rounds, async (round) => {
      for (const target of bench.targets) {
        const running = await bench.shared(target);
        const job = { plan: PLAN, isStreaming: false, connections, requests };
        const seen = await bench.run(target, [running], job);
        const { cpu, seconds } = seen;
        bench.record({
          scenario: 'short',
          variant: 'text',
          target: target.name,
          dialect: target.dialect,
          round,
          ...seen,
          requestsPerSecond: requests / seconds,
          cpuPerThousand: cpu === undefined ? undefined : (cpu / requests) * 1000,
        });
      }
    });
  },
  columns: [
    { title: 'requests/s', of: ({ requestsPerSecond }) => requestsPerSecond },
    { title: 'CPU s per 1k requests', of: ({ cpuPerThousand }) => cpuPerThousand },
    { title: '× translator', of: ({ cpuPerThousand }) => cpuPerThousand, isRatio: true },
    { title: 'latency p50 ms', of: ({ first }) => first.p50 },
    { title: 'p99', of: ({ first }) => first.p99 },
  ],
};
