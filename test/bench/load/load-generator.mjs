import { Pool } from 'undici';
import { exchange } from './exchange.mjs';

/**
 * A process that puts a target under load, as its parent says by message. Answers each message with
 * what was received. Frames are counted, not parsed: it is never the bottleneck.
 */
const held = [];

const VERBS = {
  /** Each connection sends its next request when the last answer is complete. */
  async run({ urls, connections, requests, ...request }) {
    const pools = urls.map(
      (url) => new Pool(url, { connections, pipelining: 1, bodyTimeout: 0, headersTimeout: 0 }),
    );
    const results = [];
    let sent = 0;
    const client = async (index) => {
      while (sent < requests) {
        sent += 1;
        results.push(await exchange(pools[index % pools.length], request));
      }
    };
    const start = process.hrtime.bigint();
    const cpu = process.cpuUsage();
    await Promise.all(Array.from({ length: connections }, (_, index) => client(index)));
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const { user, system } = process.cpuUsage(cpu);
    await Promise.all(pools.map((pool) => pool.destroy()));
    return { ...summary(results), seconds, loadCpu: (user + system) / 1e6 };
  },

  /** Opens streams and leaves them open; answers when each has had its first data. */
  async hold({ urls: [url], connections, path, headers, body }) {
    const pool = new Pool(url, { connections, pipelining: 1, bodyTimeout: 0, headersTimeout: 0 });
    held.push(pool);
    const open = () =>
      new Promise((resolve, reject) => {
        pool.dispatch(
          { method: 'POST', path, headers, body },
          {
            onRequestStart: () => undefined,
            onResponseStart(_controller, status) {
              if (status !== 200) reject(new Error(`The target answered ${status}.`));
            },
            onResponseData: () => resolve(),
            onResponseEnd: () => reject(new Error('A stream ended that was to be held.')),
            onResponseError: (_controller, error) => reject(error),
          },
        );
      });
    for (let opened = 0; opened < connections; opened += 100) {
      await Promise.all(Array.from({ length: Math.min(100, connections - opened) }, open));
    }
    return {};
  },

  async release() {
    await Promise.all(held.splice(0).map((pool) => pool.destroy()));
    return {};
  },
};

function summary(results) {
  const sum = (name) => results.reduce((total, result) => total + result[name], 0);
  return {
    requests: results.length,
    frames: sum('frames'),
    bytes: sum('bytes'),
    first: spread(results.map(({ first }) => first)),
    transit: spread(results.flatMap(({ ages }) => ages)),
  };
}

/** Milliseconds. */
function spread(values) {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p99: at(0.99) };
}

process.on('message', ({ verb, job }) => {
  VERBS[verb](job).then(
    (result) => process.send({ result }),
    (error) => process.send({ error: String(error?.stack ?? error) }),
  );
});

// Streams that are held would keep it alive when the parent is gone.
process.once('disconnect', () => process.exit());
