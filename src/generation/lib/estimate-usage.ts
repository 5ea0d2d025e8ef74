import type { GenerationRequest, Message } from '../../protocol/generation-request';
import type { TokenUsage } from '../../protocol/stream-part';

/**
 * GLM uses a byte-level BPE vocabulary of about 155 thousand entries, for which no tokenizer is
 * published on npm. Four UTF-8 bytes per token fits English (about four letters) and Chinese (three
 * bytes per character, about 0.7 tokens) well enough for a figure that says it is an estimate.
 */
const BYTES_PER_TOKEN = 4;

/** What the chat template adds to each message: role markers. */
const TOKENS_PER_MESSAGE = 4;

/** Tokens that `bytes` of UTF-8 text make, roughly. */
export function estimateTokens(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}

/** Tokens that the messages of a request make, roughly. */
export function estimateInputTokens(request: GenerationRequest): number {
  return request.messages.reduce(
    (sum, message) => sum + TOKENS_PER_MESSAGE + estimateTokens(messageBytes(message)),
    0,
  );
}

/** A usage that says of itself that it is an estimate. */
export function estimateUsage(request: GenerationRequest, outputBytes: number): TokenUsage {
  const inputTokens = estimateInputTokens(request);
  const outputTokens = estimateTokens(outputBytes);
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens, estimated: true };
}

function messageBytes(message: Message): number {
  const texts = message.content.map((part) => (part.type === 'text' ? part.text : ''));
  const calls =
    message.role === 'assistant' ? message.toolCalls.map((call) => call.name + call.arguments) : [];
  return [...texts, ...calls].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
