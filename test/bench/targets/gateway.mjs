import { fileURLToPath, URL } from 'node:url';

/** The built gateway, and the settings with which it runs under load. */
export const GATEWAY = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));

export const KEY = 'sk-key-of-the-benchmark';

const UPSTREAMS = {
  web: { ANONYMOUS_MODE: 'false', BACKUP_TOKEN: 'token' },
  openai: { UPSTREAM_API_KEY: 'key', UPSTREAM_DIALECT: 'zai' },
};

/**
 * As in production: it checks, limits, measures and logs.
 *
 * @param {'web' | 'openai'} dialect
 * @param {string} endpoint Of the upstream.
 */
export function gatewaySettings(dialect, endpoint) {
  return {
    NODE_ENV: 'production',
    AUTH_TOKEN: KEY,
    LISTEN_HOST: '127.0.0.1',
    LISTEN_PORT: '0',
    API_ENDPOINT: endpoint,
    // More streams are held open than a process runs unless told.
    MAX_INFLIGHT: '0',
    ...UPSTREAMS[dialect],
  };
}
