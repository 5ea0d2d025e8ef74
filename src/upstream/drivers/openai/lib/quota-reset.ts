const DATE_TIME = /(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/;

/** Z.ai names times without a zone; they are those of Beijing, on the international site too. */
const ZONE = '+08:00';

/** Seconds: no plan renews its quota less often than monthly, so a later time is a fault. */
const MAX_SECONDS = 32 * 24 * 3600;

/**
 * Seconds from `now` (milliseconds since 1970) until the time that the message of a used-up quota
 * names: `Your limit will reset at 2026-01-02 03:04:05`. `undefined` for none, past or absurd ones.
 */
export function secondsUntilReset(message: string, now: number): number | undefined {
  const match = DATE_TIME.exec(message);
  if (match === null) return undefined;
  const seconds = Math.ceil(
    (Date.parse(`${match[1] ?? ''}T${match[2] ?? ''}${ZONE}`) - now) / 1000,
  );
  return seconds > 0 && seconds <= MAX_SECONDS ? seconds : undefined;
}
