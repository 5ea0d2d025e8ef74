import { fork } from 'node:child_process';
import { URL } from 'node:url';

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
    const answer = new Promise((resolve, reject) => {
      const fail = () => reject(new Error('The load generator ended.'));
      this.child.once('exit', fail);
      this.child.once('message', (message) => {
        this.child.off('exit', fail);
        resolve(message);
      });
    });
    this.child.send({ verb, job });
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(error);
    return result;
  }
}
