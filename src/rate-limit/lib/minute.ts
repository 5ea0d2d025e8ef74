const LENGTH = 60_000;

/** Number of the minute that holds a time; times are milliseconds since the epoch. */
export function minuteOf(time: number): number {
  return Math.floor(time / LENGTH);
}

/** Milliseconds until a minute is over; at least one, so that nobody comes back within it. */
export function untilEndOf(minute: number, time: number): number {
  return Math.max(1, (minute + 1) * LENGTH - time);
}
