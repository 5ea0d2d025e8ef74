import { BLANKS, matchPattern, type PatternStep } from './match-pattern';
import { CALL_END, CALL_START } from './tagged-call-reader';

/** Where calls may begin, or a block of code does. */
export type Marker =
  /** `{"tool_calls":[`, read from its brace. */
  | { readonly kind: 'list'; readonly length: number }
  /** The same in a code fence; `length` is that of the fence's line. */
  | { readonly kind: 'fenced-list'; readonly length: number; readonly fence: string }
  /** `<tool_call>` and a JSON object. */
  | { readonly kind: 'tagged-json'; readonly length: number }
  /** `<tool_call>` and a name. */
  | { readonly kind: 'tagged'; readonly length: number }
  /** `调用函数：NAME 参数：` and the arguments. */
  | { readonly kind: 'spoken'; readonly length: number; readonly name: string }
  /** A block of code that is no call; `length` is that of its first line. */
  | { readonly kind: 'code'; readonly length: number; readonly fence: string };

const LIST_START: readonly PatternStep[] = [
  { oneOf: ['{'] },
  BLANKS,
  { oneOf: ['"tool_calls"'] },
  BLANKS,
  { oneOf: [':'] },
  BLANKS,
  { oneOf: ['['] },
];

const FENCE: readonly PatternStep[] = [
  { oneOf: ['```'] },
  { run: /`/, min: 0, max: 16 },
  { run: /[^\n`]/, min: 0, max: 64 },
  { oneOf: ['\n'] },
];

/** What follows the tag decides its form. */
const TAG: readonly PatternStep[] = [{ oneOf: [CALL_START] }, BLANKS];

const SPOKEN: readonly PatternStep[] = [
  { oneOf: ['调用函数'] },
  BLANKS,
  { oneOf: ['：', ':'] },
  BLANKS,
  { run: /[\w.:-]/, min: 1, max: 128 },
  BLANKS,
  { oneOf: ['参数', 'arguments'] },
  BLANKS,
  { oneOf: ['：', ':'] },
  BLANKS,
];

/** Languages of a fence that may hold calls. */
const CALL_LANGUAGES: ReadonlySet<string> = new Set(['', 'json', 'tool_call', 'tool_calls']);

/** Finds the first character that may begin a marker. */
export const MARKER_CHARACTER = /[`{<调]/g;

/** What may follow a call in each form and belongs to it, brackets too many included. */
export const CALL_CLOSERS: Readonly<
  Record<Exclude<Marker['kind'], 'code'>, readonly PatternStep[]>
> = {
  list: [{ run: /[\s\]}]/, min: 0, max: 256 }],
  'fenced-list': [
    { run: /[\s\]}]/, min: 0, max: 256 },
    { oneOf: ['```'] },
    { run: /`/, min: 0, max: 16 },
  ],
  'tagged-json': [BLANKS, { oneOf: [CALL_END] }],
  tagged: [],
  spoken: [],
};

/**
 * The marker at the start of `text`; `before` is the text right before it. `partial` when more text
 * is needed to tell.
 */
export function matchMarker(text: string, before: string): Marker | 'partial' | undefined {
  switch (text.charAt(0)) {
    case '`':
      return /(^|\n)[ \t]*$/.test(before) ? matchFence(text) : undefined;
    case '{':
      return isWithinCode(before) ? undefined : matchList(text);
    case '<':
      return before.endsWith('`') ? undefined : matchTag(text);
    default:
      return before.endsWith('`') ? undefined : matchSpoken(text);
  }
}

/** JSON that is quoted, or part of other JSON or code, is data. */
function isWithinCode(before: string): boolean {
  return /(?:["'`\\]|["'`]\s*:\s*|[[,=(][ \t]*)$/.test(before);
}

function matchList(text: string): Marker | 'partial' | undefined {
  const match = matchPattern(text, LIST_START);
  return typeof match === 'object' ? { kind: 'list', length: 0 } : match;
}

function matchFence(text: string): Marker | 'partial' | undefined {
  const line = matchPattern(text, FENCE);
  if (typeof line !== 'object') return line;
  const [ticks = '', more = '', language = ''] = line.texts;
  const fence = ticks + more;
  const code: Marker = { kind: 'code', length: line.length, fence };
  if (!CALL_LANGUAGES.has(language.trim().toLowerCase())) return code;
  const list = matchPattern(text.slice(line.length), [BLANKS, ...LIST_START]);
  if (list === 'partial') return list;
  return list === undefined ? code : { kind: 'fenced-list', length: line.length, fence };
}

function matchTag(text: string): Marker | 'partial' | undefined {
  const match = matchPattern(text, TAG);
  if (typeof match !== 'object') return match;
  return text.charAt(match.length) === '{'
    ? { kind: 'tagged-json', length: match.length }
    : { kind: 'tagged', length: CALL_START.length };
}

function matchSpoken(text: string): Marker | 'partial' | undefined {
  const match = matchPattern(text, SPOKEN);
  if (typeof match !== 'object') return match;
  const name = match.texts[4] ?? '';
  return text.charAt(match.length) === '{'
    ? { kind: 'spoken', length: match.length, name }
    : undefined;
}
