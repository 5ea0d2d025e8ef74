/**
 * What the mock upstream is to answer, written into the prompt so that it passes through any gateway.
 *
 * @typedef {object} Plan
 * @property {'text' | 'thinking' | 'call'} kind Plain text, half of it reasoning, or one tool call.
 * @property {number} chunks Events that carry text.
 * @property {number} interval Milliseconds between two events; 0 sends all at once.
 */

/** @param {Plan} plan */
export function writePlan({ kind, chunks, interval }) {
  return `plan:${kind},${chunks},${interval};`;
}

/** @returns {Plan} */
export function readPlan(body) {
  const start = body.lastIndexOf('plan:');
  const [kind, chunks, interval] = body.slice(start + 5, body.indexOf(';', start)).split(',');
  return { kind, chunks: Number(chunks), interval: Number(interval) };
}
