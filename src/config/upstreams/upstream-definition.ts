/** How an upstream is spoken to: the web protocol of chat.z.ai, or OpenAI's chat completions. */
export const PROTOCOLS = ['web', 'openai'] as const;
export type UpstreamProtocol = (typeof PROTOCOLS)[number];

/** Who answers in OpenAI's protocol: each differs in what it takes and gives. */
export const DIALECTS = ['zai', 'vllm', 'sglang', 'generic'] as const;
export type UpstreamDialect = (typeof DIALECTS)[number];

interface CommonDefinition {
  /** Unique name, for headers, logs and metrics. */
  readonly name: string;
  /** Address of the chat endpoint. */
  readonly url: URL;
  /** Public names of the models that it serves, with its own names; absent: those it is known for. */
  readonly models?: ReadonlyMap<string, string> | undefined;
}

export interface WebUpstream extends CommonDefinition {
  readonly protocol: 'web';
}

export interface OpenAiUpstream extends CommonDefinition {
  readonly protocol: 'openai';
  readonly dialect: UpstreamDialect;
  /** Empty for a server that asks for none. */
  readonly apiKeys: readonly string[];
  /** Requests that one key may have at a time; absent: as many as the upstream takes. */
  readonly keyConcurrency?: number | undefined;
}

/** One configured upstream. */
export type UpstreamDefinition = WebUpstream | OpenAiUpstream;

/** The upstreams of a configuration in the order of preference, and what is wrong with it. */
export interface ResolvedUpstreams {
  readonly upstreams: readonly UpstreamDefinition[];
  readonly problems: readonly string[];
}
