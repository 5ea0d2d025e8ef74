import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @typedef {object} Running A target that listens.
 * @property {number} pid
 * @property {string} url
 * @property {number} milliseconds From its start to listening.
 * @property {() => Promise<number | null>} stop Gives the exit code, null when a signal ended it.
 */

/** Servers lie in folders that only root searches. */
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

/** Milliseconds between two looks whether a program listens. */
const PROBE_INTERVAL = 5;

/**
 * Starts a program that prints the address where it listens, as `"url":"…"`. `onOutput` is given
 * all that it prints afterwards.
 *
 * @returns {Promise<Running>}
 */
export async function startPrinting(program, options, environment, onOutput) {
  const start = performance.now();
  const child = launch(program, options, { environment, stdout: 'pipe' });
  const url = await new Promise((resolve, reject) => {
    let output = '';
    const read = (text) => {
      output += text;
      const found = /"url":"([^"]+)"/.exec(output)?.[1];
      if (found === undefined) return;
      resolve(found);
      child.stdout.off('data', read);
      if (onOutput !== undefined) child.stdout.on('data', onOutput);
      // What comes later is the log, which hardly anybody reads.
      else child.stdout.resume();
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.once('exit', () => reject(new Error(`${program} ended before it listened.`)));
  });
  return running(child, url, performance.now() - start);
}

/**
 * Starts a program that listens on the port that it is given.
 *
 * @returns {Promise<Running>}
 */
export async function startListening(program, options, port, environment = {}) {
  const start = performance.now();
  const child = launch(program, options, { environment, stdout: 'ignore' });
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended before it listened.`);
    await delay(PROBE_INTERVAL);
  }
  return running(child, `http://127.0.0.1:${port}`, performance.now() - start);
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Programs that run: none may outlive us, however we end. */
const children = new Set();
process.once('exit', () => {
  for (const child of children) child.kill();
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

function launch(program, options, { environment, stdout }) {
  const child = spawn(program, options, {
    env: { PATH, ...environment },
    stdio: ['ignore', stdout, 'inherit'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

function running(child, url, milliseconds) {
  return {
    pid: child.pid,
    url,
    milliseconds,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      return child.exitCode;
    },
  };
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
