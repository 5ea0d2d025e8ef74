import { GenerationFold } from '../../protocol/fold-generation';
import { GatewayError } from '../../protocol/gateway-error';
import { safeParseJson } from '../../protocol/json/safe-parse-json';
import type { StreamPart } from '../../protocol/stream-part';
import { runTransform } from '../../protocol/transform';
import type { ResponseEnvelope } from '../dto/response.dto';
import { ResponsesForm } from '../lib/responses-form';

const MODEL = 'GLM-4.5-Thinking';
const TIME = 1756870000;

const ENVELOPE: ResponseEnvelope = {
  id: 'resp_5f1d7a84d2a14a0ab2c3d4e5f6071829',
  object: 'response',
  created_at: TIME,
  background: false,
  instructions: null,
  max_output_tokens: null,
  metadata: {},
  model: MODEL,
  parallel_tool_calls: true,
  previous_response_id: null,
  reasoning: { effort: null, summary: null },
  store: true,
  temperature: null,
  text: { format: { type: 'text' } },
  tool_choice: 'auto',
  tools: [],
  top_p: null,
  truncation: 'disabled',
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

/** Requests, by name. */
export const REQUEST_EXAMPLES = {
  simple: { summary: 'One question', value: { model: 'GLM-4.5', input: 'Hello!' } },
  next: {
    summary: 'The next question of a conversation that is kept',
    value: { model: MODEL, previous_response_id: ENVELOPE.id, input: 'And of 9.11 and 9.8?' },
  },
  tool: {
    summary: 'The result of a function, without anything kept',
    value: {
      model: 'GLM-4.5',
      store: false,
      instructions: 'Answer in one sentence.',
      input: [
        { role: 'user', content: [{ type: 'input_text', text: 'How is the weather in Paris?' }] },
        {
          type: 'function_call',
          call_id: 'call_1',
          name: 'get_weather',
          arguments: '{"city":"Paris"}',
        },
        { type: 'function_call_output', call_id: 'call_1', output: 'Sunny.' },
      ],
      tools: [
        {
          type: 'function',
          name: 'get_weather',
          parameters: { type: 'object', properties: { city: { type: 'string' } } },
        },
      ],
    },
  },
};

/** An answer that is one document. */
export const RESPONSE_EXAMPLE = toDocument();

const FRAMES = runTransform(createForm().frames(), PARTS);

/** The text of a stream, each event without what makes it long. */
export const STREAM_EXAMPLE = FRAMES.map((frame) =>
  frame.replace(/"response":\{"id":("[^"]+").*\}\}/, '"response":{"id":$1, …}}'),
).join('');

/** What the events of a stream carry. */
export const EVENT_EXAMPLES = {
  delta: {
    summary: 'A piece of the answer',
    value: dataOf(FRAMES.find((frame) => frame.includes('output_text.delta')) ?? ''),
  },
  error: {
    summary: 'A failure after the first event; `response.failed` follows, and nothing else',
    value: dataOf(failureFrames().find((frame) => frame.startsWith('event: error')) ?? ''),
  },
};

function createForm(): ResponsesForm {
  return new ResponsesForm(ENVELOPE, {
    seal: undefined,
    clock: () => TIME,
    onSettled: () => undefined,
  });
}

function toDocument(): object {
  const fold = new GenerationFold();
  for (const part of PARTS) fold.add(part);
  return createForm().document(fold.result());
}

function failureFrames(): readonly string[] {
  const error = new GatewayError('upstream-failed', 'The upstream closed the connection.', {
    code: 'upstream_incomplete',
  });
  return createForm().errorFrame(error).split('\n\n');
}

function dataOf(frame: string): unknown {
  const [, json = ''] = frame.trim().split('\ndata: ');
  return safeParseJson(json);
}
