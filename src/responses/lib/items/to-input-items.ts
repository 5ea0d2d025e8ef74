import { invalidRequest } from '../../../protocol/gateway-error';
import { isDeeperThan } from '../../../protocol/json/json-depth';
import { asString, isJsonObject } from '../../../protocol/json/safe-parse-json';
import { inputItemId } from '../response-ids';

/** An item of a conversation, as clients send it and as it is kept. */
export type InputItem = Readonly<Record<string, unknown>>;

/** Items are kept and passed on as JSON, which is written recursively. */
const MAX_DEPTH = 512;

/** How ids of items begin, by their type. */
const PREFIXES: ReadonlyMap<unknown, string> = new Map([
  ['message', 'msg'],
  ['reasoning', 'rs'],
  ['function_call', 'fc'],
  ['function_call_output', 'fco'],
]);

/**
 * Maps `input` to items that each have a type and an id, messages with parts. Throws a `GatewayError`
 * that names what is no item.
 */
export function toInputItems(input: unknown, responseId: string): readonly InputItem[] {
  if (input === undefined || input === null) return [];
  const given = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  if (!Array.isArray(given)) {
    throw invalidRequest('input must be a string or an array of items.', 'input');
  }
  return given.map((item: unknown, index) => {
    const path = `input[${String(index)}]`;
    if (!isJsonObject(item)) throw invalidRequest('An input item must be an object.', path);
    if (isDeeperThan(item, MAX_DEPTH)) throw invalidRequest('The item is nested too deeply.', path);
    const read = toInputItem(item, (prefix) => inputItemId(prefix, responseId, index));
    if (read['type'] === 'item_reference' && typeof item['id'] !== 'string') {
      throw invalidRequest('id must be a string.', `${path}.id`);
    }
    return read;
  });
}

function toInputItem(item: InputItem, makeId: (prefix: string) => string): InputItem {
  const type = item['type'] ?? typeOf(item);
  const id = asString(item['id']) ?? makeId(PREFIXES.get(type) ?? 'item');
  if (type !== 'message') return { ...item, type, id };
  return { status: 'completed', ...item, type, id, content: toParts(item) };
}

/** OpenAI lets messages and references leave their type out. */
function typeOf(item: InputItem): string | undefined {
  if ('role' in item) return 'message';
  return typeof item['id'] === 'string' && Object.keys(item).length <= 2
    ? 'item_reference'
    : undefined;
}

function toParts({ role, content }: InputItem): unknown {
  if (typeof content !== 'string') return content;
  return role === 'assistant'
    ? [{ type: 'output_text', text: content, annotations: [], logprobs: [] }]
    : [{ type: 'input_text', text: content }];
}
