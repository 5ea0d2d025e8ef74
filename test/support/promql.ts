/** Words of PromQL that are no names of metrics and stand without parentheses. */
const WORDS = new Set(['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan', 'start', 'end']);

/** Parts of an expression in which no metric is named: texts, labels, ranges, numbers. */
const REMOVED = [
  /"(?:[^"\\]|\\.)*"/g,
  /\{[^}]*\}/g,
  /\[[^\]]*\]/g,
  /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g,
  /\b(?:by|without|on|ignoring|group_left|group_right)\b/g,
  /\b\d[\w.]*/g,
];

/**
 * The metrics that PromQL expressions ask a service for, sorted, each one once. They are named as
 * the samples of a scrape are, so a histogram appears as its `_bucket`, `_sum` or `_count`. What
 * rules record (names with colons) and what Prometheus adds itself (`up`) is not among them.
 */
export function metricsOf(expressions: readonly string[]): readonly string[] {
  const names = expressions.flatMap((expression) => {
    const bare = REMOVED.reduce((text, pattern) => text.replace(pattern, ' '), expression);
    return [...bare.matchAll(/[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])/g)].map(([name]) => name);
  });
  const asked = names.filter(
    (name) => !WORDS.has(name.toLowerCase()) && !name.includes(':') && name !== 'up',
  );
  return [...new Set(asked)].sort();
}

/** The labels by which expressions select samples of a metric, each pair once. */
export function labelsOf(
  expressions: readonly string[],
): readonly { readonly metric: string; readonly label: string }[] {
  return expressions.flatMap((expression) =>
    [...expression.matchAll(/([a-zA-Z_]\w*)\{([^}]*)\}/g)].flatMap(
      ([, metric = '', selector = '']) =>
        [...selector.matchAll(/(\w+)\s*[=!]/g)].map(([, label = '']) => ({ metric, label })),
    ),
  );
}
