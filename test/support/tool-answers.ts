import { ask, postChat } from './chat';
import { readStream, type StreamContent } from './read-sse';

/** A tool call as the API of OpenAI gives it. */
export interface Call {
  readonly id: string;
  readonly type: string;
  readonly function: { readonly name: string; readonly arguments: string };
}

/** What a client gets, streaming or not. */
export interface ToolAnswer {
  readonly content: string | null;
  readonly calls: readonly Call[];
  readonly finishReason: string | undefined;
}

interface Delta {
  readonly index: number;
  readonly id?: string;
  readonly type?: string;
  readonly function: { readonly name?: string; readonly arguments: string };
}

export function declare(
  name: string,
  properties: object = {},
  fields: { readonly required?: readonly string[]; readonly strict?: boolean } = {},
): object {
  const { required = [], strict } = fields;
  const parameters = { type: 'object', properties, required };
  return { type: 'function', function: { name, description: `${name}.`, parameters, strict } };
}

/** Asks with tools and gives the answer, whichever way it comes. */
export async function askWithTools(
  origin: string,
  stream: boolean,
  fields: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<ToolAnswer> {
  const response = await postChat(origin, ask('x', { stream, ...fields }), { headers });
  if (response.status !== 200) throw new Error(await response.text());
  if (stream) return toAnswer(await readStream(response));
  const { choices } = (await response.json()) as {
    readonly choices: readonly {
      readonly message: { readonly content: string | null; readonly tool_calls?: readonly Call[] };
      readonly finish_reason: string;
    }[];
  };
  const [choice] = choices;
  const { content = '', tool_calls: calls = [] } = choice?.message ?? {};
  return { content, calls, finishReason: choice?.finish_reason };
}

/** The answer of a stream. Throws where deltas of calls are not as OpenAI's clients need them. */
export function toAnswer({ chunks, text, finishReasons, error }: StreamContent): ToolAnswer {
  if (error !== undefined) throw new Error(JSON.stringify(error));
  const calls = joinCalls(
    chunks.flatMap(({ choices }) =>
      choices.flatMap(({ delta }) => (delta['tool_calls'] as readonly Delta[] | undefined) ?? []),
    ),
  );
  return {
    content: text === '' && calls.length > 0 ? null : text,
    calls,
    finishReason: finishReasons.join(),
  };
}

function joinCalls(deltas: readonly Delta[]): readonly Call[] {
  const calls: Call[] = [];
  for (const { index, id, type, function: called } of deltas) {
    const known = calls[index];
    if (known === undefined) {
      if (index !== calls.length || !id || type !== 'function' || !called.name) {
        throw new Error(`A call begins without what belongs to it: ${JSON.stringify(deltas)}`);
      }
      calls.push({ id, type, function: { name: called.name, arguments: called.arguments } });
    } else {
      if (id !== undefined || type !== undefined || called.name !== undefined) {
        throw new Error(`A later delta repeats what the first said: ${JSON.stringify(deltas)}`);
      }
      const json = known.function.arguments + called.arguments;
      calls[index] = { ...known, function: { ...known.function, arguments: json } };
    }
  }
  return calls;
}
