import { existsSync } from 'node:fs';
import { fileURLToPath, URL } from 'node:url';
import { hasNginx, startNginx } from './nginx.mjs';
import { freePort, startListening, startPrinting } from './start-process.mjs';

const KEY = 'sk-key-of-the-benchmark';
const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
const TRANSLATOR = fileURLToPath(new URL('translator.mjs', import.meta.url));
const PORTKEY = fileURLToPath(
  new URL('../peers/node_modules/@portkey-ai/gateway/build/start-server.js', import.meta.url),
);

const WEB_PATH = '/api/chat/completions';
const OPENAI_PATH = '/v1/chat/completions';

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {'web' | 'openai'} dialect Of its upstream.
 * @property {string} model
 * @property {string} path Of its chat endpoint.
 * @property {Record<string, string>} headers
 * @property {(upstream: string) => Promise<import('./start-process.mjs').Running>} start With the
 * address of the mock upstream.
 */

const HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` };

const COMMON = { model: 'GLM-4.5', path: OPENAI_PATH, headers: HEADERS };

/** The upstream itself: what load generator and mock can do. */
const direct = {
  ...COMMON,
  name: 'direct',
  dialect: 'openai',
  start: async (url) => ({ pid: undefined, url, stop: async () => undefined }),
};

function translator(dialect) {
  const path = dialect === 'web' ? WEB_PATH : OPENAI_PATH;
  return {
    ...COMMON,
    name: `translator, ${dialect}`,
    dialect,
    start: (url) => startPrinting(process.execPath, [TRANSLATOR], { UPSTREAM: url + path }),
  };
}

function gateway(dialect) {
  const upstream =
    dialect === 'web'
      ? { path: WEB_PATH, settings: { ANONYMOUS_MODE: 'false', BACKUP_TOKEN: 'token' } }
      : { path: OPENAI_PATH, settings: { UPSTREAM_API_KEY: 'key', UPSTREAM_DIALECT: 'zai' } };
  return {
    ...COMMON,
    name: `gateway, ${dialect}`,
    dialect,
    // As it runs in production: it checks, limits, measures and logs.
    start: (url) =>
      startPrinting(process.execPath, [MAIN], {
        NODE_ENV: 'production',
        AUTH_TOKEN: KEY,
        LISTEN_HOST: '127.0.0.1',
        LISTEN_PORT: '0',
        API_ENDPOINT: url + upstream.path,
        ...upstream.settings,
      }),
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
  async start(url) {
    const port = await freePort();
    const options = [PORTKEY, `--port=${port}`, '--headless'];
    this.headers = {
      ...HEADERS,
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': `${url}/v1`,
    };
    return startListening(process.execPath, options, port, { NODE_ENV: 'production' });
  },
};

/** The fewest that show whether the benchmark itself works. */
export function smokeTargets() {
  return [direct, translator('web'), translator('openai'), gateway('web'), gateway('openai')];
}

/** All that this machine has; says what is missing. */
export function allTargets() {
  const targets = smokeTargets();
  if (hasNginx()) targets.push(nginx);
  else console.log('Without nginx: it is not installed.');
  if (existsSync(PORTKEY)) targets.push(portkey);
  else console.log('Without Portkey: npm ci --prefix test/bench/peers fetches it.');
  return targets;
}
