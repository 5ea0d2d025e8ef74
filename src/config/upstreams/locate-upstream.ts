import type { UpstreamDialect, UpstreamProtocol } from './upstream-definition';

const OFFICIAL_PATH = '/api/paas/v4';

/** Where the official API is, and where the web protocol of the original is. */
export const OFFICIAL_API = `https://api.z.ai${OFFICIAL_PATH}`;
export const WEB_CHAT = 'https://chat.z.ai/api/chat/completions';

const OFFICIAL_HOSTS: ReadonlySet<string> = new Set(['api.z.ai', 'open.bigmodel.cn']);
const CHAT_PATH = '/chat/completions';

/**
 * The protocol that an address tells of: that of chat.z.ai is web; an address with a version, with
 * OpenAI's path or without any path is OpenAI's. Anything else is web, unless there is an API key.
 */
export function detectProtocol(url: URL, hasApiKey: boolean): UpstreamProtocol {
  const path = url.pathname.replace(/\/+$/, '');
  if (url.hostname === 'chat.z.ai' || path.endsWith(`/api${CHAT_PATH}`)) return 'web';
  const isOpenAi = path === '' || path.endsWith(CHAT_PATH) || /\/v\d+(\/|$)/.test(path);
  return isOpenAi || hasApiKey ? 'openai' : 'web';
}

/** The dialect that an address tells of: Z.ai's paths are known, other servers host GLM themselves. */
export function detectDialect(url: URL): UpstreamDialect {
  return isOfficial(url) || url.pathname.includes('/paas/v4') ? 'zai' : 'vllm';
}

/** Whether an address belongs to Z.ai's API, which answers nobody without a key. */
export function isOfficial(url: URL): boolean {
  return OFFICIAL_HOSTS.has(url.hostname);
}

/** The chat endpoint of an OpenAI-style address: a server, its base path or the endpoint itself. */
export function toChatUrl(address: URL): URL {
  const url = new URL(address);
  const path = url.pathname.replace(/\/+$/, '');
  if (path.endsWith(CHAT_PATH)) url.pathname = path;
  else if (path.length > 0) url.pathname = `${path}${CHAT_PATH}`;
  else url.pathname = `${isOfficial(url) ? OFFICIAL_PATH : '/v1'}${CHAT_PATH}`;
  return url;
}
