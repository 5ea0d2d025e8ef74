import { tagAtStart, type TagMatch } from '../../../../../protocol/text/find-potential-tag';

export const REASONING_END = '</details>';
export const BLOCK_END = '</glm_block>';
const SUMMARY_END = '</summary>';

/** Closers and wrappers that the upstream leaves behind around reasoning; they mean nothing. */
const STRAY_TAGS = ['</thinking>', '</think>', '<Full>', '</Full>', REASONING_END] as const;
const STRAY_IN_REASONING = STRAY_TAGS.filter((tag) => tag !== REASONING_END);

/** Longer than any tag of the upstream: what is longer is text. */
const MAX_TAG_LENGTH = 1024;
const MAX_SUMMARY_LENGTH = 4096;

/** An opening tag of reasoning: `<details type="reasoning" …>`; other `<details>` are text. */
export function matchReasoningStart(text: string): TagMatch {
  const tag = matchOpeningTag(text, '<details');
  if (tag === 'partial' || tag === undefined) return tag;
  return /\stype="reasoning"/.test(text.slice(0, tag.length)) ? tag : undefined;
}

/** The opening tag of a server-side tool's block. */
export function matchBlockStart(text: string): TagMatch {
  return matchOpeningTag(text, '<glm_block');
}

export function matchStrayTag(text: string, where: 'outside' | 'inside'): TagMatch {
  return tagAtStart(text, where === 'outside' ? STRAY_TAGS : STRAY_IN_REASONING);
}

/** A whole `<summary>…</summary>`, which the upstream's page shows instead of the reasoning. */
export function matchSummary(text: string): TagMatch {
  const start = tagAtStart(text, ['<summary>']);
  if (start === undefined || start === 'partial') return start;
  const end = text.indexOf(SUMMARY_END);
  if (end >= 0) return { length: end + SUMMARY_END.length };
  return text.length < MAX_SUMMARY_LENGTH ? 'partial' : undefined;
}

/**
 * The closing tag of a block of reasoning. In a quoted block it stands on a line of its own; within
 * a quoted line it is reasoning about HTML, unless the quote ends with that line.
 */
export function matchReasoningEnd(text: string, isWithinQuote: boolean): TagMatch {
  const tag = tagAtStart(text, [REASONING_END]);
  if (tag === undefined || tag === 'partial') return tag;
  if (!isWithinQuote) return tag;
  const after = text.slice(tag.length, tag.length + 2);
  if (after === '' || after === '\n') return 'partial';
  return after.startsWith('\n') && after !== '\n>' ? tag : undefined;
}

function matchOpeningTag(text: string, name: string): TagMatch {
  const start = tagAtStart(text, [name]);
  if (start === undefined || start === 'partial') return start;
  if (text.length === name.length) return 'partial';
  if (!/[\s>]/.test(text.charAt(name.length))) return undefined;
  const end = text.slice(0, MAX_TAG_LENGTH).indexOf('>');
  if (end >= 0) return { length: end + 1 };
  return text.length < MAX_TAG_LENGTH ? 'partial' : undefined;
}
