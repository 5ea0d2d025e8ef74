import type { EnvironmentVariables } from '../environment-variables';
import {
  detectDialect,
  detectProtocol,
  isOfficial,
  OFFICIAL_API,
  toChatUrl,
  WEB_CHAT,
} from './locate-upstream';
import { readUpstreamsFile } from './read-upstreams-file';
import type { ResolvedUpstreams, UpstreamDefinition } from './upstream-definition';

type RawEnvironment = Readonly<Record<string, string | undefined>>;

/** Resolves the one upstream of the variables, or those of the file that replaces them. */
export function resolveUpstreams(
  variables: EnvironmentVariables,
  raw: RawEnvironment,
): ResolvedUpstreams {
  const { UPSTREAMS_FILE: file, UPSTREAM_KEY_CONCURRENCY: limit } = variables;
  const keyConcurrency = limit === 0 ? undefined : limit;
  if (file !== undefined) return readUpstreamsFile(file, raw, keyConcurrency);
  const upstream = fromVariables(variables, keyConcurrency);
  const problems =
    upstream.protocol === 'openai' && upstream.apiKeys.length === 0 && isOfficial(upstream.url)
      ? ["UPSTREAM_API_KEY is required for Z.ai's official API"]
      : [];
  return { upstreams: [upstream], problems };
}

function fromVariables(
  variables: EnvironmentVariables,
  keyConcurrency: number | undefined,
): UpstreamDefinition {
  const { UPSTREAM_API_KEY: apiKeys, UPSTREAM_PROTOCOL: asked } = variables;
  const hasApiKey = apiKeys.length > 0;
  const wantsOpenAi = asked === 'openai' || (asked === 'auto' && hasApiKey);
  const url = new URL(variables.API_ENDPOINT ?? (wantsOpenAi ? OFFICIAL_API : WEB_CHAT));
  const protocol = asked === 'auto' ? detectProtocol(url, hasApiKey) : asked;
  if (protocol === 'web') return { name: 'web', protocol, url };
  const wanted = variables.UPSTREAM_DIALECT;
  const dialect = wanted === 'auto' ? detectDialect(url) : wanted;
  return { name: dialect, protocol, dialect, url: toChatUrl(url), apiKeys, keyConcurrency };
}
