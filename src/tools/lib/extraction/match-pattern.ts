/** One step of a pattern: one of some texts, or a run of characters of a class. */
export type PatternStep =
  | { readonly oneOf: readonly string[] }
  | { readonly run: RegExp; readonly min: number; readonly max: number };

/** The texts of the steps, `partial` when more text could complete the pattern, or no match. */
export type PatternMatch =
  { readonly length: number; readonly texts: readonly string[] } | 'partial' | undefined;

/** A run of blanks, bounded: what is held back for a marker must be. */
export const BLANKS: PatternStep = { run: /\s/, min: 0, max: 256 };

/**
 * Matches the steps at the start of `text`, which may be cut anywhere. With `isLast` nothing follows
 * the text: then a pattern that it cuts matches as far as it goes.
 */
export function matchPattern(
  text: string,
  steps: readonly PatternStep[],
  isLast = false,
): PatternMatch {
  const texts: string[] = [];
  let index = 0;
  for (const step of steps) {
    const length =
      'oneOf' in step ? matchOneOf(text, index, step.oneOf) : matchRun(text, index, step);
    if (length === 'partial' && isLast) return { length: text.length, texts };
    if (length === 'partial' || length === undefined) return length;
    texts.push(text.slice(index, index + length));
    index += length;
  }
  return { length: index, texts };
}

function matchOneOf(
  text: string,
  index: number,
  options: readonly string[],
): number | 'partial' | undefined {
  const found = options.find((option) => text.startsWith(option, index));
  if (found !== undefined) return found.length;
  const rest = text.slice(index, index + Math.max(...options.map((option) => option.length)));
  const isCut = index + rest.length === text.length;
  return isCut && options.some((option) => option.startsWith(rest)) ? 'partial' : undefined;
}

function matchRun(
  text: string,
  index: number,
  { run, min, max }: Extract<PatternStep, { readonly run: RegExp }>,
): number | 'partial' | undefined {
  let end = index;
  while (end < text.length && run.test(text.charAt(end))) {
    end += 1;
    if (end - index > max) return undefined;
  }
  if (end === text.length) return 'partial';
  return end - index < min ? undefined : end - index;
}
