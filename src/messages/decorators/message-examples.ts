import { toAnthropicError } from '../../common/filters/to-anthropic-error';
import { GenerationFold } from '../../protocol/fold-generation';
import { GatewayError } from '../../protocol/gateway-error';
import type { StreamPart } from '../../protocol/stream-part';
import type { MessageEvent } from '../dto/message-events.dto';
import { encodeEvent } from '../lib/encode-message-events';
import type { MessageEnvelope } from '../lib/message-vocabulary';
import { ThoughtWriter } from '../lib/thought-writer';
import { toMessage } from '../lib/to-message';
import { MessageEventTransform } from '../lib/to-message-events';

const ENVELOPE: MessageEnvelope = {
  id: 'msg_5f1d7a84d2a14a0ab2c3d4e5f6071829',
  model: 'GLM-4.5-Thinking',
};

const SIGNATURE = 'R0xNIGdhdGV3YXkgc2lnbmF0dXJlIG9mIHRoaXMgdGV4dA==';
const THOUGHTS = new ThoughtWriter({ sign: () => SIGNATURE, seal: () => SIGNATURE }, false);

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

const events = toEvents();

/** Requests, by name. */
export const REQUEST_EXAMPLES = {
  simple: {
    summary: 'One question',
    value: {
      model: 'GLM-4.5',
      max_tokens: 1024,
      messages: [{ role: 'user', content: 'Hello!' }],
    },
  },
  tools: {
    summary: 'A tool, and the result of its use',
    value: {
      model: 'GLM-4.5',
      max_tokens: 1024,
      system: [{ type: 'text', text: 'Answer in one sentence.' }],
      tools: [
        {
          name: 'get_weather',
          description: 'Tells the weather.',
          input_schema: { type: 'object', properties: { city: { type: 'string' } } },
        },
      ],
      messages: [
        { role: 'user', content: 'How is the weather in Paris?' },
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', id: 'call_1', name: 'get_weather', input: { city: 'Paris' } },
          ],
        },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 'call_1', content: 'Sunny, 22 degrees.' }],
        },
      ],
    },
  },
  stream: {
    summary: 'A stream, with thinking',
    value: {
      model: ENVELOPE.model,
      max_tokens: 4096,
      stream: true,
      thinking: { type: 'adaptive' },
      messages: [{ role: 'user', content: 'Which is larger, 9.11 or 9.9?' }],
    },
  },
};

/** Requests whose tokens are counted, by name. */
export const COUNT_EXAMPLES = {
  simple: {
    summary: 'One question',
    value: { model: 'GLM-4.5', messages: [{ role: 'user', content: 'Hello!' }] },
  },
};

/** An answer that is one document. */
export const MESSAGE_EXAMPLE = toDocument();

/** What the events of a stream carry, in the order in which they come. */
export const EVENT_EXAMPLES = {
  start: { summary: 'The first event', value: events[0] },
  block: { summary: 'A block begins', value: events[1] },
  thinking: { summary: 'Thinking, if there is any', value: events[2] },
  signature: { summary: 'The signature of the thinking', value: events[3] },
  blockEnd: { summary: 'A block ends', value: events[4] },
  text: { summary: 'The answer', value: events[6] },
  end: { summary: 'The reason of the end, and the usage', value: events[8] },
  stop: { summary: 'The end of a complete stream', value: events[9] },
  error: {
    summary: 'A failure after the first event: nothing follows it',
    value: toAnthropicError(
      new GatewayError('upstream-failed', 'The upstream closed the connection.', {
        code: 'upstream_incomplete',
      }),
      'c1f0a6a2-6f0e-4d53-9d1c-3f6f6c1f9b3e',
    ),
  },
};

/** The text of a short stream. */
export const STREAM_EXAMPLE = events.map(encodeEvent).join('');

function toEvents(): readonly MessageEvent[] {
  const transform = new MessageEventTransform({
    envelope: ENVELOPE,
    thoughts: THOUGHTS,
    estimateInput: () => 16,
  });
  return PARTS.flatMap((part) => transform.push(part));
}

function toDocument(): object {
  const fold = new GenerationFold();
  for (const part of PARTS) fold.add(part);
  return toMessage(fold.result(), ENVELOPE, THOUGHTS);
}
