import { safeParseJson } from '../../../protocol/json/safe-parse-json';
import { findSpans, type Span } from './find-spans';
import type { JsonShape } from './json-shape';
import { repair, repairsOf } from './repair-json';

const THOUGHT = ['<think>', '</think>'] as const;
/** What comes before a value that is meant as the answer. */
const INTRODUCTION = /(?:```[\w-]{0,16}|<\/think>)\s{0,16}$/;
const MAX_INTRODUCTION = 40;
const MAX_REPAIRS = 3;

/**
 * The JSON text of an answer without the thought, prose and fences around it; of several values the
 * first, but one in a fence before all others. `undefined` when there is none, and when there is
 * none that a repair could make out.
 */
export function extractJson(answer: string, shape: JsonShape): string | undefined {
  const { text, whole } = prepare(answer);
  if (safeParseJson(whole) !== undefined) return whole;
  const spans = findSpans(text, shape);
  const introduced = spans.filter(({ start }) => isIntroduced(text, start));
  return (
    readWhole(whole, shape) ??
    findValid(text, introduced) ??
    findRepairable(text, introduced) ??
    findValid(text, spans) ??
    findRepairable(text, spans) ??
    spans.map((span) => textOf(text, span)).find((json) => isEmpty(json)) ??
    readScalar(whole, shape)
  );
}

/** What there is of the JSON of an answer that was cut: nothing is repaired. */
export function cutJson(answer: string, shape: JsonShape): string {
  const { text, whole } = prepare(answer);
  if (safeParseJson(whole) !== undefined) return whole;
  const spans = findSpans(text, shape);
  const introduced = spans.filter(({ start }) => isIntroduced(text, start));
  const valid = findValid(text, introduced) ?? findValid(text, spans);
  const [first] = [...introduced, ...spans];
  return valid ?? (first === undefined ? whole : text.slice(first.start));
}

function prepare(answer: string): { readonly text: string; readonly whole: string } {
  const text = withoutThought(answer.trim());
  const body = text.replace(/^```[\w-]*\s*/, '');
  return { text, whole: body.endsWith('```') ? body.slice(0, -3).trimEnd() : body };
}

function withoutThought(text: string): string {
  const [open, close] = THOUGHT;
  const end = text.startsWith(open) ? text.indexOf(close) : -1;
  return end < 0 ? text : text.slice(end + close.length).trimStart();
}

function isIntroduced(text: string, start: number): boolean {
  return INTRODUCTION.test(text.slice(Math.max(0, start - MAX_INTRODUCTION), start));
}

/** The answer when it is one value of a shape that was not asked for: no part of it is the answer. */
function readWhole(whole: string, { allowsObject, allowsArray }: JsonShape): string | undefined {
  const isOther = whole.startsWith('[') ? !allowsArray : whole.startsWith('{') && !allowsObject;
  if (!isOther) return undefined;
  const all = { allowsObject: true, allowsArray: true, allowsScalar: true };
  const [first] = findSpans(whole, all);
  return first?.start === 0 && first.end === whole.length ? repair(whole) : undefined;
}

function findValid(text: string, spans: readonly Span[]): string | undefined {
  return spans
    .map((span) => textOf(text, span))
    .find((json) => !isEmpty(json) && safeParseJson(json) !== undefined);
}

function findRepairable(text: string, spans: readonly Span[]): string | undefined {
  for (const { start, end } of spans.slice(0, MAX_REPAIRS)) {
    const written = text.slice(start, end);
    if (isEmpty(written)) continue;
    const [repaired] = repairsOf(written);
    if (repaired !== undefined) return repaired;
  }
  return undefined;
}

function readScalar(whole: string, { allowsScalar }: JsonShape): string | undefined {
  const isWritten = /^["'“]|^(?:True|False|None)$/.test(whole);
  return allowsScalar && isWritten ? repair(whole) : undefined;
}

function textOf(text: string, { start, end }: Span): string {
  return end === undefined ? '' : text.slice(start, end);
}

function isEmpty(json: string): boolean {
  return /^[{[]\s*[\]}]$/.test(json);
}
