import type { JsonShape } from './json-shape';

/** A part of a text that looks like an object or array; without end when it is never closed. */
export interface Span {
  readonly start: number;
  readonly end: number | undefined;
}

/** What follows the bracket of a value, well written or not: `{name}` in prose is none. */
const OBJECT_START = /\{\s*(?:["'“‘}]|[A-Za-z_$][\w$-]*\s*:|\/[/*])/y;
const ARRAY_START = /\[\s*(?:["'“‘\]{[\d-]|(?:true|false|null|True|False|None)\b)/y;

const MAX_UNCLOSED = 8;

/**
 * The objects and arrays of a text that a shape allows, outermost only, in their order: what is part
 * of a value that the shape does not allow is not the answer either.
 */
export function findSpans(text: string, shape: JsonShape): readonly Span[] {
  const spans: Span[] = [];
  let unclosed = 0;
  const bracket = /[{[]/g;
  for (let found = bracket.exec(text); found !== null; found = bracket.exec(text)) {
    const start = found.index;
    if (!isStart(text, start)) continue;
    const end = findEnd(text, start);
    const isAllowed = text.charAt(start) === '{' ? shape.allowsObject : shape.allowsArray;
    if (isAllowed) spans.push({ start, end });
    if (end !== undefined) bracket.lastIndex = end;
    else {
      unclosed += 1;
      // `[0, 10)` in prose is no value; looking on is bounded, because each look reads all the rest.
      if (isAllowed || start === 0 || unclosed > MAX_UNCLOSED) break;
    }
  }
  return spans;
}

/**
 * The place after the bracket that closes the one at `start`. Takes texts in single quotes for texts
 * too; tells no kinds of brackets apart, because what is repaired may have mixed them up.
 */
export function findEnd(text: string, start: number): number | undefined {
  let depth = 0;
  let before = '';
  for (let index = start; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"' || (character === "'" && '{[:,'.includes(before))) {
      const end = findQuote(text, index + 1, character);
      if (end === undefined) return undefined;
      index = end;
    } else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
    if (character.trim().length > 0) before = character;
  }
  return undefined;
}

function isStart(text: string, start: number): boolean {
  const pattern = text.charAt(start) === '{' ? OBJECT_START : ARRAY_START;
  pattern.lastIndex = start;
  return pattern.test(text);
}

function findQuote(text: string, from: number, quote: string): number | undefined {
  for (let index = from; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '\\') index += 1;
    else if (character === quote) return index;
  }
  return undefined;
}
