import type OpenAI from 'openai';
import {
  count,
  filledText,
  flag,
  list,
  nullable,
  object,
  objectWith,
  oneOf,
  type Shape,
  text,
} from './shapes';

const finishReason = oneOf('stop', 'length', 'tool_calls', 'content_filter');

const usage = objectWith(
  { prompt_tokens: count, completion_tokens: count, total_tokens: count },
  {
    prompt_tokens_details: object({ cached_tokens: count }),
    completion_tokens_details: object({ reasoning_tokens: count }),
    estimated: flag,
  },
);

const annotations = list(
  object({
    type: oneOf('url_citation'),
    url_citation: object({ start_index: count, end_index: count, url: filledText, title: text }),
  }),
);

const called = object({ name: filledText, arguments: text });

const message = objectWith(
  {
    role: oneOf('assistant'),
    content: nullable(text),
    refusal: oneOf(null),
  },
  {
    reasoning_content: filledText,
    tool_calls: list(object({ id: filledText, type: oneOf('function'), function: called })),
    annotations,
  },
);

const delta = objectWith(
  {},
  {
    reasoning_content: filledText,
    role: oneOf('assistant'),
    content: text,
    tool_calls: list(
      objectWith(
        { index: count },
        {
          id: filledText,
          type: oneOf('function'),
          function: objectWith({}, { name: filledText, arguments: text }),
        },
      ),
    ),
    annotations,
  },
);

// Annotated with OpenAI's own types: what passes is also what their clients were compiled for.

/** A chat completion, with every field that the gateway may send and no other. */
export const completionShape: Shape<OpenAI.ChatCompletion> = object({
  id: filledText,
  object: oneOf('chat.completion'),
  created: count,
  model: filledText,
  choices: list(
    object({ index: oneOf(0), message, finish_reason: finishReason, logprobs: oneOf(null) }),
    1,
  ),
  usage,
});

/** A chunk of a streamed chat completion. */
export const chunkShape: Shape<OpenAI.ChatCompletionChunk> = objectWith(
  {
    id: filledText,
    object: oneOf('chat.completion.chunk'),
    created: count,
    model: filledText,
    choices: list(object({ index: oneOf(0), delta, finish_reason: nullable(finishReason) }), 1),
  },
  { usage },
);

/** A model. */
export const modelShape: Shape<OpenAI.Model> = object({
  id: filledText,
  object: oneOf('model'),
  created: count,
  owned_by: filledText,
  capabilities: object({ thinking: flag, search: flag, vision: flag, tools: flag }),
  context_window: count,
  max_output_tokens: count,
});

/** The list of models. */
export const modelListShape = object({ object: oneOf('list'), data: list(modelShape) });

/** The body of every answer that is an error, and the last event of a stream that failed. */
export const errorShape = object({
  error: object({
    message: filledText,
    type: filledText,
    param: nullable(filledText),
    code: nullable(filledText),
  }),
});
