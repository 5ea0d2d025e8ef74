import { isJsonObject, safeParseJson } from '../../protocol/json/safe-parse-json';
import type { OutputItem } from '../dto/output-item.dto';
import type { ResponseDto } from '../dto/response.dto';
import type { InputItem } from './items/to-input-items';

/** A response that is kept, with what the next one needs to go on with it. */
export interface StoredResponse {
  /** Name of the key that may see it. */
  readonly owner: string;
  readonly response: ResponseDto;
  /** The items of its own request; references replaced by what they refer to. */
  readonly input: readonly InputItem[];
  /** Ids of the responses that it goes on with, the oldest first. */
  readonly ancestors: readonly string[];
  /** Bytes of the whole conversation, ancestors included. */
  readonly conversationBytes: number;
}

/** Reads what a store holds; `undefined` for what is no stored response of `owner`. */
export function parseStored(json: string, owner: string): StoredResponse | undefined {
  const value = safeParseJson(json);
  // The gateway wrote it, and nobody else knows its id: the shape needs no further look.
  return isJsonObject(value) && value['owner'] === owner
    ? (value as unknown as StoredResponse)
    : undefined;
}

/** All items of one turn: what came in, and what came out. */
export function itemsOf({ input, response }: StoredResponse): readonly InputItem[] {
  return [...input, ...response.output.map(asItem)];
}

function asItem(item: OutputItem): InputItem {
  return { ...item };
}
