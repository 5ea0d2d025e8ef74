/** Milliseconds since the epoch. The only place that reads the wall clock. */
export function now(): number {
  return Date.now();
}

/** Milliseconds from an arbitrary start that never jumps: for durations. */
export function monotonicNow(): number {
  return performance.now();
}
