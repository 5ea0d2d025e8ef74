import type { GatewayError } from './gateway-error';

/** Why a generation ended. */
export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter';

/** Token counts of one generation. */
export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  readonly cachedInputTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
  /** True when the upstream reported nothing usable and the gateway estimated the counts. */
  readonly estimated: boolean;
}

/** A source that the upstream's own search found. */
export interface Source {
  readonly url: string;
  readonly title: string;
  /** The text by which the answer cites it, such as `【turn0search0】`. */
  readonly marker?: string | undefined;
}

/** A place in the answer that cites a source; offsets are UTF-16 units of the answer text. */
export interface Citation {
  readonly url: string;
  readonly title: string;
  readonly start: number;
  readonly end: number;
}

/** An upstream has begun to answer. Comes first, and again when a second answer is asked for. */
export interface StartPart {
  readonly type: 'start';
  /** Configured name of the upstream. */
  readonly upstream: string;
  /** Names of the request's parameters that have no effect there. */
  readonly ignoredParameters: readonly string[];
}

export interface TextPart {
  readonly type: 'text' | 'reasoning';
  readonly text: string;
}

/**
 * The upstream replaced everything that it had said on a channel by `text`. A stream cannot take
 * back what it sent and goes on with the next delta; a fold replaces.
 */
export interface RewritePart {
  readonly type: 'rewrite';
  readonly channel: 'text' | 'reasoning';
  readonly text: string;
}

/** A tool call begins; its arguments follow as deltas of one JSON text. */
export interface ToolInputStartPart {
  readonly type: 'tool-input-start';
  /** Position among the calls of the answer, from 0. */
  readonly index: number;
  readonly id: string;
  readonly name: string;
}

export interface ToolInputDeltaPart {
  readonly type: 'tool-input-delta';
  readonly index: number;
  readonly delta: string;
}

/** The arguments of a call are complete. */
export interface ToolInputEndPart {
  readonly type: 'tool-input-end';
  readonly index: number;
}

export type ToolPart = ToolInputStartPart | ToolInputDeltaPart | ToolInputEndPart;

export interface SourcePart {
  readonly type: 'source';
  readonly source: Source;
}

export interface CitationsPart {
  readonly type: 'citations';
  readonly citations: readonly Citation[];
}

export interface UsagePart {
  readonly type: 'usage';
  readonly usage: TokenUsage;
}

export interface FinishPart {
  readonly type: 'finish';
  readonly reason: FinishReason;
  /** The stop sequence of the request that ended the answer. */
  readonly stopSequence?: string | undefined;
}

export interface ErrorPart {
  readonly type: 'error';
  readonly error: GatewayError;
}

/** The one vocabulary between upstream drivers and client dialects. */
export type StreamPart =
  | StartPart
  | TextPart
  | RewritePart
  | ToolPart
  | SourcePart
  | CitationsPart
  | UsagePart
  | FinishPart
  | ErrorPart;
