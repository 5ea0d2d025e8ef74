import { performance } from 'node:perf_hooks';
import { agesOf } from '../upstream/stamp.mjs';

/**
 * Sends one request and reads its answer to the end.
 *
 * @returns {Promise<{ frames: number, bytes: number, first: number, ages: number[] }>} `first` is the
 * time to the first data in milliseconds, `ages` how long each stamped event was on its way.
 */
export function exchange(dispatcher, { path, headers, body, isTimed = false }) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const result = { frames: 0, bytes: 0, first: 0, ages: [], tail: '' };
    let isAfterBreak = false;
    dispatcher.dispatch(
      { path, method: 'POST', headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart(_controller, status) {
          if (status !== 200) reject(new Error(`The target answered ${status}.`));
        },
        onResponseData(_controller, chunk) {
          if (result.bytes === 0) result.first = performance.now() - start;
          result.bytes += chunk.length;
          // A frame may end between two reads.
          if (isAfterBreak && chunk[0] === 10) result.frames += 1;
          isAfterBreak = chunk.at(-1) === 10 && chunk.at(-2) !== 10;
          for (let at = chunk.indexOf('\n\n'); at >= 0; at = chunk.indexOf('\n\n', at + 2)) {
            result.frames += 1;
          }
          if (isTimed) for (const age of agesOf(chunk.latin1Slice())) result.ages.push(age);
        },
        onResponseEnd: () => resolve(result),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
}
