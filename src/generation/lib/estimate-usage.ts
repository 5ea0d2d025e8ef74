import type { GenerationRequest, Message } from '../../protocol/generation-request';
import type { TokenUsage } from '../../protocol/stream-part';
import type { ToolDefinition } from '../../protocol/tool-definition';

/**
 * GLM uses a byte-level BPE vocabulary of about 155 thousand entries, for which no tokenizer is
 * published on npm. Four UTF-8 bytes per token fits English (about four letters) and Chinese (three
 * bytes per character, about 0.7 tokens) well enough for a figure that says it is an estimate.
 */
const BYTES_PER_TOKEN = 4;

/** What the chat template adds to each message: role markers. */
const TOKENS_PER_MESSAGE = 4;

/** What an image costs, roughly, however many bytes it has. */
const TOKENS_PER_IMAGE = 1000;

/** Tokens that `bytes` of UTF-8 text make, roughly. */
export function estimateTokens(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}

/** Tokens that a request gives its model to read, roughly: messages, images and tools. */
export function estimateInputTokens({ messages, tools, toolChoice }: GenerationRequest): number {
  const offered = toolChoice.type === 'none' ? [] : tools;
  return (
    messages.reduce((sum, message) => sum + messageTokens(message), 0) +
    estimateTokens(offered.reduce((sum, tool) => sum + definitionBytes(tool), 0))
  );
}

/** A usage that says of itself that it is an estimate. */
export function estimateUsage(request: GenerationRequest, outputBytes: number): TokenUsage {
  const inputTokens = estimateInputTokens(request);
  const outputTokens = estimateTokens(outputBytes);
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens, estimated: true };
}

function messageTokens(message: Message): number {
  const images = message.content.filter(({ type }) => type === 'image').length;
  return TOKENS_PER_MESSAGE + images * TOKENS_PER_IMAGE + estimateTokens(bytesOf(textsOf(message)));
}

function textsOf(message: Message): readonly string[] {
  const texts = message.content.map((part) => (part.type === 'text' ? part.text : ''));
  if (message.role !== 'assistant') return texts;
  const calls = message.toolCalls.map((call) => call.name + call.arguments);
  return [...texts, ...calls, message.reasoning ?? ''];
}

function definitionBytes({ name, description = '', parameters }: ToolDefinition): number {
  return bytesOf([name, description, JSON.stringify(parameters)]);
}

function bytesOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
