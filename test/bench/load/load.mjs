import { URL } from 'node:url';
import { fork } from 'node:child_process';
import { once } from 'node:events';

const PROGRAM = new URL('load-generator.mjs', import.meta.url);

/** The load generator, in a process of its own. */
export class Load {
  constructor() {
    this.child = fork(PROGRAM);
  }

  run(job) {
    return this.#ask('run', job);
  }

  hold(job) {
    return this.#ask('hold', job);
  }

  release() {
    return this.#ask('release', {});
  }

  stop() {
    this.child.kill();
  }

  async #ask(verb, job) {
    this.child.send({ verb, job });
    const [{ result, error }] = await once(this.child, 'message');
    if (error !== undefined) throw new Error(error);
    return result;
  }
}
