import { SseDecoder, type SseEvent } from '../../src/protocol/sse/decode-sse';

/** One chat chunk as a client parses it. */
export interface Chunk {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly model: string;
  readonly choices: readonly {
    readonly index: number;
    readonly delta: Readonly<Record<string, unknown>>;
    readonly finish_reason: string | null;
  }[];
  readonly usage?: Readonly<Record<string, unknown>>;
}

/** What came over one stream. */
export interface StreamContent {
  readonly chunks: readonly Chunk[];
  /** The error object of an error event. */
  readonly error: Readonly<Record<string, unknown>> | undefined;
  readonly isDone: boolean;
  readonly text: string;
  readonly reasoning: string;
  readonly finishReasons: readonly string[];
}

/** Reads the body of a streamed chat completion to its end. */
export async function readStream(response: Response): Promise<StreamContent> {
  const events = decode(new Uint8Array(await response.arrayBuffer())).map(({ data }) => data);
  const documents = events
    .filter((data) => data !== '[DONE]')
    .map((data) => JSON.parse(data) as Readonly<Record<string, unknown>>);
  const chunks = documents.filter((document) => 'choices' in document) as unknown as Chunk[];
  const deltas = chunks.flatMap((chunk) => chunk.choices);
  const join = (field: string): string =>
    deltas.map(({ delta }) => (delta[field] as string | undefined) ?? '').join('');
  return {
    chunks,
    error: documents.find((document) => 'error' in document)?.['error'] as StreamContent['error'],
    isDone: events.at(-1) === '[DONE]',
    text: join('content'),
    reasoning: join('reasoning_content'),
    finishReasons: deltas.flatMap(({ finish_reason: reason }) => reason ?? []),
  };
}

export function decode(bytes: Uint8Array): readonly SseEvent[] {
  const decoder = new SseDecoder(10_000_000);
  return [...decoder.push(bytes), ...decoder.flush()];
}
