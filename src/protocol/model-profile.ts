/** What one public model is and can do. */
export interface ModelProfile {
  /** The name that clients use. */
  readonly id: string;
  /** Where it is served, in the order of preference; never empty. */
  readonly routes: readonly ModelRoute[];
  readonly ownedBy: string;
  /** Unix seconds. */
  readonly created: number;
  /** Whether the model thinks when the request says nothing; absent leaves that to the upstream. */
  readonly thinksByDefault?: boolean | undefined;
  /** Whether the upstream searches the web for every request. */
  readonly searches: boolean;
  readonly capabilities: ModelCapabilities;
  readonly features: ModelFeatures;
  /** Tokens. */
  readonly contextWindow: number;
  /** Tokens. */
  readonly maxOutputTokens: number;
}

/** One upstream that serves a model. */
export interface ModelRoute {
  /** Configured name of the upstream. */
  readonly upstream: string;
  /** The name that the upstream uses for the model. */
  readonly modelId: string;
}

/** What clients can ask of a model. */
export interface ModelCapabilities {
  readonly thinking: boolean;
  readonly search: boolean;
  readonly vision: boolean;
  readonly tools: boolean;
}

/** What a model does by itself behind an upstream that offers it; the gateway emulates the rest. */
export interface ModelFeatures {
  /** Calls functions. */
  readonly nativeTools: boolean;
  /** Sends the arguments of calls while it makes them, when asked to. */
  readonly toolStream: boolean;
  /** Knows degrees of thinking. */
  readonly reasoningEffort: boolean;
}

/** What an upstream does by itself for one model; the gateway emulates the rest. */
export interface NativeAbilities {
  readonly tools: boolean;
  /** Takes a tool choice other than `auto`. */
  readonly toolChoice: boolean;
  /** The strictest output format that it takes. */
  readonly outputFormat: 'text' | 'json-object' | 'json-schema';
}
