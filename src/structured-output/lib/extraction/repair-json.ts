import { jsonrepair } from 'jsonrepair';
import { isJsonObject, safeParseJson } from '../../../protocol/json/safe-parse-json';
import { findEnd } from './find-spans';

/** UTF-16 units: the time of a repair grows with the square of the length. */
const MAX_LENGTH = 64 * 1024;

/**
 * Valid JSON that the text of an object or array can be made into; the likeliest first. The text may
 * go on after the value.
 */
export function* repairsOf(text: string): Generator<string> {
  const fence = text.indexOf('\n```');
  const lastBracket = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
  const ends = new Set([findEnd(text, 0) ?? fence, fence, text.length, lastBracket]);
  for (const end of ends) {
    const repaired = end < 0 ? undefined : repair(text.slice(0, end));
    if (repaired !== undefined) yield repaired;
  }
}

/** The JSON text that was meant; `undefined` when none can be made out. */
export function repair(text: string): string | undefined {
  if (text.length === 0 || text.length > MAX_LENGTH) return undefined;
  const repaired = tryRepair(withoutFence(text));
  const value = safeParseJson(repaired ?? '');
  if (value === undefined) return undefined;
  // Several values in a row become a list, which nobody wrote.
  if (Array.isArray(value) !== text.startsWith('[')) return undefined;
  return isJsonObject(value) === text.startsWith('{') ? repaired : undefined;
}

function tryRepair(text: string): string | undefined {
  try {
    return jsonrepair(text).trim();
  } catch {
    return undefined;
  }
}

function withoutFence(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.endsWith('```') ? trimmed.slice(0, -3) : trimmed;
}
