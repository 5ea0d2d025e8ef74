import { newCompactId } from '../../common/ids';

const PREFIX = 'resp_';
const OWN_ITEM = /^[a-z]+_([0-9a-f]{32})_i?\d{1,6}$/;

/** A fresh id of a response. */
export function newResponseId(): string {
  return PREFIX + newCompactId();
}

/**
 * The id of an item of a response's output. It tells which response it belongs to, so that a
 * reference to it needs no index.
 */
export function outputItemId(kind: 'msg' | 'rs' | 'fc', responseId: string, index: number): string {
  return `${kind}_${responseId.slice(PREFIX.length)}_${String(index)}`;
}

/** The id of an item of a response's input that came without one. */
export function inputItemId(kind: string, responseId: string, index: number): string {
  return `${kind}_${responseId.slice(PREFIX.length)}_i${String(index)}`;
}

/** The response that an item with this id belongs to; `undefined` for an id that is not ours. */
export function responseIdOfItem(itemId: string): string | undefined {
  const hexadecimal = OWN_ITEM.exec(itemId)?.[1];
  return hexadecimal === undefined ? undefined : PREFIX + hexadecimal;
}
