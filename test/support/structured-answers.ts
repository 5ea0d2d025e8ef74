import { ask, postChat } from './chat';
import { readStream } from './read-sse';

/** What a client gets of an answer in a format, streaming or not. */
export interface StructuredAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly content: string;
  readonly finishReason: string | undefined;
  readonly usage: Readonly<Record<string, number>> | undefined;
  readonly reasoning: string;
  readonly error: { readonly type?: unknown; readonly code?: unknown; readonly message?: unknown };
}

export const PERSON_SCHEMA = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer' } },
  required: ['name', 'age'],
  additionalProperties: false,
};

export const PERSON_FORMAT = {
  type: 'json_schema',
  json_schema: { name: 'person', strict: true, schema: PERSON_SCHEMA },
};

export const OBJECT_FORMAT = { type: 'json_object' };

interface Completion {
  readonly choices?: readonly {
    readonly message: { readonly content: string | null; readonly reasoning_content?: string };
    readonly finish_reason: string;
  }[];
  readonly usage?: Readonly<Record<string, number>>;
  readonly error?: StructuredAnswer['error'];
}

/** Asks for an answer in a format and gives what came, whichever way. */
export async function askForFormat(
  origin: string,
  stream: boolean,
  fields: object,
): Promise<StructuredAnswer> {
  const options = stream ? { stream_options: { include_usage: true } } : {};
  const response = await postChat(origin, ask('Who?', { stream, ...options, ...fields }));
  const { status, headers } = response;
  if (stream && status === 200) {
    const { text, reasoning, finishReasons, error, chunks } = await readStream(response);
    const usage = chunks.at(-1)?.usage as StructuredAnswer['usage'];
    const finishReason = finishReasons.join();
    return { status, headers, content: text, finishReason, usage, reasoning, error: error ?? {} };
  }
  const { choices = [], usage, error = {} } = (await response.json()) as Completion;
  const [choice] = choices;
  return {
    status,
    headers,
    content: choice?.message.content ?? '',
    finishReason: choice?.finish_reason,
    usage,
    reasoning: choice?.message.reasoning_content ?? '',
    error,
  };
}
