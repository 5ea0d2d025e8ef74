import type { OutputFormat } from './output-format';
import type { ToolChoice, ToolDefinition } from './tool-definition';

/** Where the reasoning of a model goes: see `transformThinking`. */
export type ThinkingMode = 'think' | 'strip' | 'raw';

/** Which field of the answer carries the reasoning in mode `think`. */
export type ThinkingField = 'reasoning_content' | 'content';

export interface TextContent {
  readonly type: 'text';
  readonly text: string;
}

export interface ImageContent {
  readonly type: 'image';
  /** A data URL or an address that only the upstream resolves: the gateway fetches nothing. */
  readonly url: string;
  readonly detail?: string | undefined;
  /** Path of the part in the request, for error messages. */
  readonly path: string;
}

export type ContentPart = TextContent | ImageContent;

/** A tool call of an earlier assistant turn; `arguments` is the JSON text as the client sent it. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

export interface InstructionMessage {
  readonly role: 'system';
  readonly content: readonly ContentPart[];
}

export interface UserMessage {
  readonly role: 'user';
  readonly content: readonly ContentPart[];
}

export interface AssistantMessage {
  readonly role: 'assistant';
  readonly content: readonly ContentPart[];
  readonly reasoning?: string | undefined;
  readonly toolCalls: readonly ToolCall[];
}

export interface ToolResultMessage {
  readonly role: 'tool';
  readonly content: readonly ContentPart[];
  readonly toolCallId?: string | undefined;
  readonly name?: string | undefined;
}

export type Message = InstructionMessage | UserMessage | AssistantMessage | ToolResultMessage;

/** Sampling parameters in OpenAI's ranges; absent means the upstream's default. */
export interface Sampling {
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
}

/** The canonical request that every front maps to and every driver understands. */
export interface GenerationRequest {
  /** The model name as the client wrote it. */
  readonly model: string;
  readonly messages: readonly Message[];
  readonly sampling: Sampling;
  readonly stopSequences: readonly string[];
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice;
  /** False ends the answer after its first call. */
  readonly allowsParallelCalls: boolean;
  readonly outputFormat: OutputFormat;
  /** Switches thinking on or off; absent means the model's own default. */
  readonly thinking?: boolean | undefined;
  /** The dialect's default for `thinking`, where the model's profile has none either. */
  readonly thinkingDefault?: boolean | undefined;
  /** How hard to think, in OpenAI's words; for models that know degrees. */
  readonly reasoningEffort?: string | undefined;
  /** Keep the reasoning of earlier turns in the model's context, where the upstream knows that. */
  readonly preservesReasoning?: boolean | undefined;
  /** Overrides the configured mode for this request. */
  readonly thinkingMode?: ThinkingMode | undefined;
  /** Overrides the configured field, for dialects that have a place of their own for reasoning. */
  readonly thinkingField?: ThinkingField | undefined;
  /** Parameters that mean nothing to the gateway, as the client sent them; an upstream may know them. */
  readonly otherParameters: Readonly<Record<string, unknown>>;
}
