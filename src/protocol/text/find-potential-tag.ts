/**
 * Length of the longest tail of `text` that starts one of the `tags` without completing it: the part
 * of a stream that must be held back until the next delta decides what it is. O(tags × tag length).
 */
export function potentialTagLength(text: string, tags: readonly string[]): number {
  let longest = 0;
  for (const tag of tags) {
    const limit = Math.min(tag.length - 1, text.length);
    for (let length = limit; length > longest; length -= 1) {
      if (text.endsWith(tag.slice(0, length))) {
        longest = length;
        break;
      }
    }
  }
  return longest;
}

/** What stands at the start of a text: a tag of some length, perhaps one, or none. */
export type TagMatch = { readonly length: number } | 'partial' | undefined;

/** The first of `tags` that `text` starts with, or `partial` when more text could still make one. */
export function tagAtStart(text: string, tags: readonly string[]): TagMatch {
  const tag = tags.find((candidate) => text.startsWith(candidate));
  if (tag !== undefined) return { length: tag.length };
  return tags.some((candidate) => candidate.startsWith(text)) ? 'partial' : undefined;
}
