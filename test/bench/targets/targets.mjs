import { existsSync } from 'node:fs';
import { fileURLToPath, URL } from 'node:url';
import { GATEWAY, gatewaySettings, KEY } from './gateway.mjs';
import { hasNginx, startNginx } from './nginx.mjs';
import { freePort, startListening, startPrinting } from './start-process.mjs';

const TRANSLATOR = fileURLToPath(new URL('translator.mjs', import.meta.url));
const PORTKEY = fileURLToPath(
  new URL('../peers/node_modules/@portkey-ai/gateway/build/start-server.js', import.meta.url),
);

const WEB_PATH = '/api/chat/completions';
const OPENAI_PATH = '/v1/chat/completions';
const HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` };

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {'web' | 'openai'} dialect Of its upstream.
 * @property {string} path Of its chat endpoint.
 * @property {(upstream: string) => Record<string, string>} headers Of a request.
 * @property {(upstream: string) => Promise<import('./start-process.mjs').Running>} start With the
 * address of the mock upstream.
 */

const COMMON = { path: OPENAI_PATH, headers: () => HEADERS };

/** The upstream itself: what load generator and mock can do. */
const direct = {
  ...COMMON,
  name: 'direct',
  dialect: 'openai',
  start: (url) => Promise.resolve({ pid: undefined, url, stop: () => Promise.resolve(0) }),
};

function endpoint(url, dialect) {
  return url + (dialect === 'web' ? WEB_PATH : OPENAI_PATH);
}

function translator(dialect) {
  return {
    ...COMMON,
    name: translatorOf(dialect),
    dialect,
    start: (url) =>
      startPrinting(process.execPath, [TRANSLATOR], { UPSTREAM: endpoint(url, dialect) }),
  };
}

function gateway(dialect) {
  return {
    ...COMMON,
    name: gatewayOf(dialect),
    dialect,
    start: (url) =>
      startPrinting(process.execPath, [GATEWAY], gatewaySettings(dialect, endpoint(url, dialect))),
  };
}

const nginx = {
  ...COMMON,
  name: 'nginx',
  dialect: 'openai',
  start: (url) => startNginx(new URL(url)),
};

const portkey = {
  ...COMMON,
  name: 'Portkey',
  dialect: 'openai',
  headers: (url) => ({
    ...HEADERS,
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${url}/v1`,
  }),
  async start() {
    const port = await freePort();
    const options = [PORTKEY, `--port=${port}`, '--headless'];
    return startListening(process.execPath, options, port, { NODE_ENV: 'production' });
  },
};

export const DIALECTS = ['web', 'openai'];

export function gatewayOf(dialect) {
  return `gateway, ${dialect}`;
}

/** The limit with which the gateway of a dialect is compared. */
export function translatorOf(dialect) {
  return `translator, ${dialect}`;
}

/** The fewest that show whether the benchmark itself works. */
export function smokeTargets() {
  return [direct, translator('web'), translator('openai'), gateway('web'), gateway('openai')];
}

/** All that this machine has, and what it has not. */
export function allTargets() {
  const targets = smokeTargets();
  const notes = [];
  if (hasNginx()) targets.push(nginx);
  else notes.push('Without nginx: it is not installed.');
  if (existsSync(PORTKEY)) targets.push(portkey);
  else notes.push('Without Portkey: `npm ci --prefix test/bench/peers` fetches it.');
  return { targets, notes };
}
