/**
 * Whether a parsed JSON value nests containers more than `limit` levels deep. Not recursive, so that
 * no depth exhausts the stack: what is deeper must not reach code that recurses, `JSON.stringify`
 * included.
 */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      if (depth >= limit) return true;
      for (const child of Object.values(item)) next.push(child);
    }
    level = next;
  }
  return false;
}
