import { URL } from 'node:url';
import { Load } from './load/load.mjs';
import { writeBody } from './load/write-body.mjs';
import { cpuSeconds } from './targets/process-cost.mjs';
import { startPrinting } from './targets/start-process.mjs';
import { allTargets, smokeTargets } from './targets/targets.mjs';

const UPSTREAM = new URL('upstream/mock-upstream.mjs', import.meta.url).pathname;

/** What a target serves before it is measured, so that all that is hot is compiled. */
const WARM_UP = {
  full: { requests: 3000, streams: 600 },
  smoke: { requests: 10, streams: 2 },
};

/** What all scenarios share: the mock upstream, the load, the targets, and what was measured. */
export class Bench {
  /** One entry per measured run: scenario, variant, target, round and figures. */
  records = [];
  notes = [];
  #running = new Map();

  /** @param {{ isSmoke: boolean, rounds?: number }} options `rounds` overrides those of scenarios. */
  constructor({ isSmoke, rounds }) {
    this.size = isSmoke ? 'smoke' : 'full';
    this.forcedRounds = isSmoke ? 1 : rounds;
    const { targets, notes } = isSmoke ? { targets: smokeTargets(), notes: [] } : allTargets();
    this.targets = targets;
    this.notes.push(...notes);
  }

  async start() {
    this.load = new Load();
    this.upstream = await startPrinting(process.execPath, [UPSTREAM], {});
  }

  async stop() {
    await this.rest();
    this.load?.stop();
    await this.upstream?.stop();
  }

  /** Stops all targets that scenarios share. */
  async rest() {
    for (const running of this.#running.values()) await running.stop();
    this.#running.clear();
  }

  target(name) {
    return this.targets.find((target) => target.name === name);
  }

  /** Those of the names that this machine has. */
  available(names) {
    return names.map((name) => this.target(name)).filter((target) => target !== undefined);
  }

  /** Runs the steps of each round in turns, so that a change of the machine hits all targets. */
  async rounds(count, measureAll) {
    const rounds = this.forcedRounds ?? count;
    for (let round = 0; round < rounds; round += 1) await measureAll(round);
  }

  /** The target that all scenarios share: started and warmed up when it is first needed. */
  async shared(target) {
    const known = this.#running.get(target.name);
    if (known !== undefined) return known;
    const running = await target.start(this.upstream.url);
    this.#running.set(target.name, running);
    await this.warm(target, running);
    return running;
  }

  async warm(target, running) {
    const { requests, streams } = WARM_UP[this.size];
    const plan = { kind: 'text', chunks: 200, interval: 0 };
    const short = { plan: { ...plan, chunks: 20 }, isStreaming: false };
    await this.run(target, [running], { ...short, connections: 32, requests });
    await this.run(target, [running], {
      plan,
      isStreaming: true,
      connections: 16,
      requests: streams,
    });
  }

  /**
   * Puts a target under load and gives what the load generator saw, and the processor time that the
   * target's processes took for it.
   */
  async run(target, processes, { plan, isStreaming, connections, requests, ...request }) {
    const pids = processes.map(({ pid }) => pid).filter((pid) => pid !== undefined);
    const used = () => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
    const job = this.#job(target, processes, { plan, isStreaming, ...request });
    const before = used();
    try {
      const seen = await this.load.run({ ...job, connections, requests });
      return { ...seen, cpu: pids.length > 0 ? used() - before : undefined };
    } catch (error) {
      throw new Error(`${target.name}, ${plan.kind}: ${error.message}`, { cause: error });
    }
  }

  /** Opens streams of a target that stay open until `load.release()`. */
  hold(target, running, connections) {
    const plan = { kind: 'text', chunks: 1000, interval: 60_000 };
    return this.load.hold({
      ...this.#job(target, [running], { plan, isStreaming: true }),
      connections,
    });
  }

  record(entry) {
    this.records.push(entry);
  }

  #job(target, processes, { plan, isStreaming, ...request }) {
    return {
      urls: processes.map(({ url }) => url),
      path: target.path,
      headers: target.headers(this.upstream.url),
      body: writeBody({ plan, isStreaming, ...request }),
      isStreaming,
      isTimed: plan.interval > 0,
      chunks: plan.chunks,
    };
  }
}
