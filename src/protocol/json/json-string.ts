/** Only characters that stand for themselves in a JSON string. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/** The JSON of a string, as `JSON.stringify` gives it; most texts need no more than their quotes. */
export function toJsonString(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** The string that a JSON text is; `undefined` for every other text. */
export function parseJsonString(json: string): string | undefined {
  if (!json.startsWith('"') || !json.endsWith('"') || json.length < 2) return undefined;
  const inner = json.slice(1, -1);
  if (PLAIN.test(inner)) return inner;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : undefined;
  } catch {
    // Two strings with something between them, or a broken escape.
    return undefined;
  }
}
