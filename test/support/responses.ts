import { decode } from './read-sse';
import { TEST_KEY } from './gateway-process';

type Json = Readonly<Record<string, unknown>>;

/** A tool as `/v1/responses` takes it. */
export const WEATHER_TOOL = {
  type: 'function',
  name: 'get_weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
};

/** An item of a response, with what any of them may have. */
export interface Item {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly content?: readonly { readonly text: string; readonly annotations: readonly Json[] }[];
  readonly summary?: readonly { readonly text: string }[];
  readonly encrypted_content?: string;
  readonly call_id?: string;
  readonly name?: string;
  readonly arguments?: string;
}

/** A response as a client parses it. */
export interface ResponseDocument extends Json {
  readonly id: string;
  readonly status: string;
  readonly output: readonly Item[];
  readonly usage?: Readonly<Record<string, unknown>>;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** An event of a stream, whose name was the same as its type. */
export interface ResponseEvent extends Json {
  readonly type: string;
  readonly sequence_number: number;
}

export interface RequestOptions {
  readonly method?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request below `/v1/responses`; a body makes it a POST. */
export function callResponses(
  origin: string,
  path: string,
  body?: object,
  { method, key = TEST_KEY, headers }: RequestOptions = {},
): Promise<Response> {
  return fetch(`${origin}/v1/responses${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Asks for a response of the default model. */
export function askForResponse(
  origin: string,
  fields: object = {},
  options: RequestOptions = {},
): Promise<Response> {
  return callResponses(origin, '', { model: 'GLM-4.5', input: 'x', ...fields }, options);
}

/** A response that came whole. */
export async function readResponse(response: Response): Promise<ResponseDocument> {
  if (response.status !== 200) throw new Error(await response.text());
  return (await response.json()) as ResponseDocument;
}

/** The events of a stream; throws where one is not as OpenAI's clients need it. */
export async function readResponseEvents(response: Response): Promise<readonly ResponseEvent[]> {
  if (response.status !== 200) throw new Error(await response.text());
  return parseEvents(new Uint8Array(await response.arrayBuffer()));
}

/** The events of the bytes of a stream. */
export function parseEvents(bytes: Uint8Array): readonly ResponseEvent[] {
  return decode(bytes).map(({ event, data }, index) => {
    const parsed = JSON.parse(data) as ResponseEvent;
    if (parsed.type !== event || parsed.sequence_number !== index) {
      throw new Error(`Event ${String(index)} is out of order: ${event} ${data}`);
    }
    return parsed;
  });
}

/** The response of the last event. */
export function lastResponse(events: readonly ResponseEvent[]): ResponseDocument {
  return events.at(-1)?.['response'] as ResponseDocument;
}

/** What a client that reads deltas has seen. */
export function joinDeltas(events: readonly ResponseEvent[], type: string): string {
  return events.map((event) => (event.type === type ? String(event['delta']) : '')).join('');
}

/** The same items without what differs from answer to answer. */
export function withoutIds(items: readonly Item[]): readonly object[] {
  return items.map((item) => ({ ...item, id: '', call_id: '', encrypted_content: '' }));
}
