import { toOpenAiError } from '../../common/filters/to-openai-error';
import { GenerationFold } from '../../protocol/fold-generation';
import { GatewayError } from '../../protocol/gateway-error';
import { encodeSseData, SSE_DONE } from '../../protocol/sse/encode-sse';
import type { StreamPart } from '../../protocol/stream-part';
import { type ChatEnvelope, ChatChunkTransform } from '../lib/to-chat-chunks';
import { toChatCompletion } from '../lib/to-chat-completion';

const ENVELOPE: ChatEnvelope = {
  id: 'chatcmpl-5f1d7a84d2a14a0ab2c3d4e5f6071829',
  created: 1756870000,
  model: 'GLM-4.5-Thinking',
};

/** A short generation, from which the examples are made as real answers are. */
const PARTS: readonly StreamPart[] = [
  { type: 'reasoning', text: '0.9 is more than 0.11.' },
  { type: 'text', text: '9.9 is larger than 9.11.' },
  {
    type: 'usage',
    usage: { inputTokens: 18, outputTokens: 21, totalTokens: 39, estimated: false },
  },
  { type: 'finish', reason: 'stop' },
];

const chunks = toChunks();

/** Requests, by name. */
export const REQUEST_EXAMPLES = {
  simple: {
    summary: 'One question',
    value: { model: 'GLM-4.5', messages: [{ role: 'user', content: 'Hello!' }] },
  },
  conversation: {
    summary: 'A conversation with limits',
    value: {
      model: 'GLM-4.5',
      messages: [
        { role: 'system', content: 'Answer in one sentence.' },
        { role: 'user', content: 'What is the capital of France?' },
        { role: 'assistant', content: 'Paris.' },
        { role: 'user', content: [{ type: 'text', text: 'And of Italy?' }] },
      ],
      temperature: 0.7,
      max_tokens: 1024,
      stop: ['END'],
    },
  },
  stream: {
    summary: 'A stream, with reasoning and usage',
    value: {
      model: ENVELOPE.model,
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: 'Which is larger, 9.11 or 9.9?' }],
    },
  },
};

/** An answer that is one document. */
export const COMPLETION_EXAMPLE = toCompletion();

/** What the events of a stream carry, in the order in which they come. */
export const EVENT_EXAMPLES = {
  role: { summary: 'The first chunk', value: chunks[0] },
  reasoning: { summary: 'Reasoning, if there is any', value: chunks[1] },
  content: { summary: 'The answer', value: chunks[2] },
  finish: { summary: 'The end of the answer', value: chunks[3] },
  usage: { summary: 'The usage, if the request asked for it', value: chunks[4] },
  error: {
    summary: 'A failure after the first chunk: nothing follows it',
    value: toOpenAiError(
      new GatewayError('upstream-failed', 'The upstream closed the connection.', {
        code: 'upstream_incomplete',
      }),
    ),
  },
};

/** The text of a short stream. */
export const STREAM_EXAMPLE = [
  ...chunks.map((chunk) => encodeSseData(JSON.stringify(chunk))),
  SSE_DONE,
].join('');

function toChunks(): readonly object[] {
  const transform = new ChatChunkTransform(ENVELOPE, true);
  return PARTS.flatMap((part) => transform.push(part));
}

function toCompletion(): object {
  const fold = new GenerationFold();
  for (const part of PARTS) fold.add(part);
  return toChatCompletion(fold.result(), ENVELOPE);
}
