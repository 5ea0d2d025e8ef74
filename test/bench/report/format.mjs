/** Three significant digits, without exponents. */
export function format(value) {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en-US');
  if (size >= 10) return value.toFixed(1);
  return size >= 1 || size === 0 ? value.toFixed(2) : Number(value.toPrecision(2)).toString();
}

/** A table in Markdown: the first column to the left, figures to the right. */
export function markdownTable(head, rows, texts = 1) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index < texts ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('\n');
}
