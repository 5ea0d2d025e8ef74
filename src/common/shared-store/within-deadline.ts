/** Settles as `promise` does, or fails once it has taken too long; then its result is dropped. */
export function withinDeadline<Result>(
  promise: Promise<Result>,
  milliseconds: number,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      // Timers run before sockets are read: when the event loop was busy the result may be here.
      setImmediate(() => {
        reject(new DeadlineError());
      });
    }, milliseconds);
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

/** Something took longer than it may. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly code = 'TIMEOUT';
}
