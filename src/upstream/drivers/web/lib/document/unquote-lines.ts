/** Where the removal of `> ` quote marks stands; a plain value, so that a reader can go back to it. */
export interface QuoteState {
  /** The next character begins a line. */
  readonly atLineStart: boolean;
  /** A quote mark was just removed: one blank after it belongs to it. */
  readonly afterMark: boolean;
  /** Whether the block is quoted at all, which its first line decides; until then `undefined`. */
  readonly isQuoted: boolean | undefined;
}

export const QUOTE_START: QuoteState = {
  atLineStart: true,
  afterMark: false,
  isQuoted: undefined,
};

/**
 * Removes one level of `> ` from the lines of a quoted block and leaves an unquoted block as it is:
 * a line of real content may begin with `>`. Holds nothing back.
 */
export function unquoteLines(
  text: string,
  state: QuoteState,
): { readonly text: string; readonly state: QuoteState } {
  let { atLineStart, afterMark, isQuoted } = state;
  let clean = '';
  let index = 0;
  while (index < text.length) {
    const character = text[index];
    if (atLineStart && character === '>' && isQuoted !== false) {
      isQuoted = true;
      atLineStart = false;
      afterMark = true;
      index += 1;
      continue;
    }
    if (afterMark) {
      afterMark = false;
      if (character === ' ') {
        index += 1;
        continue;
      }
    }
    const lineFeed = text.indexOf('\n', index);
    const end = lineFeed < 0 ? text.length : lineFeed + 1;
    const line = text.slice(index, end);
    if (isQuoted === undefined && line.trim().length > 0) isQuoted = false;
    clean += line;
    atLineStart = lineFeed >= 0;
    index = end;
  }
  return { text: clean, state: { atLineStart, afterMark, isQuoted } };
}
