import { asString, isJsonObject } from '../../../../protocol/json/safe-parse-json';

/** What the web protocol says in one SSE event, narrowed to the fields that the gateway reads. */
export interface WebEvent {
  readonly phase: string;
  /** Text to append to the document. */
  readonly delta: string;
  /** Replacement of the document's tail. */
  readonly edit: { readonly index: number; readonly content: string } | undefined;
  readonly usage: unknown;
  /** Search results, whatever the field was called. */
  readonly results: unknown;
  /** The upstream's error object, wherever the event carried it. */
  readonly error: unknown;
  readonly done: boolean;
}

/**
 * Narrows a parsed event. Gives `undefined` for everything that is not part of an answer: titles,
 * other event types, `null`, numbers. Source: fixtures 40 to 46 for the error shapes, 54 for the
 * string terminator, 68 for the noise.
 */
export function narrowWebEvent(json: unknown): WebEvent | undefined {
  if (!isJsonObject(json)) return undefined;
  const { data } = json;
  const type = asString(json['type']);
  const error = findError(json);
  if (error !== undefined) return { ...EMPTY_EVENT, error };
  if (type !== undefined && type !== 'chat:completion') return undefined;
  if (data === '[DONE]') return { ...EMPTY_EVENT, phase: 'done', done: true };
  if (!isJsonObject(data)) return undefined;
  const phase = asString(data['phase']) ?? 'other';
  return {
    phase,
    delta: asString(data['delta_content']) ?? '',
    edit: findEdit(data),
    usage: data['usage'],
    results: data['results'] ?? data['sources'] ?? data['citations'],
    error: undefined,
    done: data['done'] === true || phase === 'done',
  };
}

const EMPTY_EVENT: WebEvent = {
  phase: 'other',
  delta: '',
  edit: undefined,
  usage: undefined,
  results: undefined,
  error: undefined,
  done: false,
};

function findEdit(data: Readonly<Record<string, unknown>>): WebEvent['edit'] {
  const index = data['edit_index'];
  const content = data['edit_content'];
  if (typeof content !== 'string') return undefined;
  if (typeof index === 'number' && Number.isInteger(index) && index >= 0) return { index, content };
  // Without a usable index the content can only be meant for the end.
  return { index: Number.MAX_SAFE_INTEGER, content };
}

/** The error object at any of the four depths at which the upstream puts it. */
function findError(event: Readonly<Record<string, unknown>>): unknown {
  if (isErrorValue(event['error'])) return event['error'];
  const { data } = event;
  if (!isJsonObject(data)) return undefined;
  if (isErrorValue(data['error'])) return data['error'];
  return nestedError(data['data']) ?? nestedError(data['inner']);
}

function nestedError(nested: unknown): unknown {
  return isJsonObject(nested) && isErrorValue(nested['error']) ? nested['error'] : undefined;
}

function isErrorValue(value: unknown): boolean {
  return isJsonObject(value) || (typeof value === 'string' && value.length > 0);
}
