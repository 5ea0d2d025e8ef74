import type { Response } from 'express';

/** Calls `listener` once when the response is over, for whatever reason; at once if it is already. */
export function onceClosed(response: Response, listener: () => void): void {
  // A response that closed while we waited for something else will not say so again.
  if (response.closed) listener();
  else response.once('close', listener);
}
