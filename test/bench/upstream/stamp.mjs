/** Nanoseconds on a clock that all processes of a machine share, in a fixed number of digits. */
export function stamp() {
  return String(process.hrtime.bigint()).padStart(18, '0');
}

/** Milliseconds since each stamp in a text that was just received. */
export function agesOf(text) {
  const now = process.hrtime.bigint();
  return Array.from(text.matchAll(/#(\d{18})/g), ([, at]) => Number(now - BigInt(at)) / 1e6);
}
