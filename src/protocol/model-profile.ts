/** What one public model is and can do. */
export interface ModelProfile {
  /** The name that clients use. */
  readonly id: string;
  /** The name that the upstream uses. */
  readonly upstreamId: string;
  readonly ownedBy: string;
  /** Unix seconds. */
  readonly created: number;
  /** Whether the model thinks when the request says nothing. */
  readonly thinksByDefault: boolean;
  /** Whether the upstream searches the web for every request. */
  readonly searches: boolean;
  readonly capabilities: ModelCapabilities;
  /** Tokens. */
  readonly contextWindow: number;
  /** Tokens. */
  readonly maxOutputTokens: number;
}

export interface ModelCapabilities {
  readonly thinking: boolean;
  readonly search: boolean;
  readonly vision: boolean;
  readonly tools: boolean;
}
