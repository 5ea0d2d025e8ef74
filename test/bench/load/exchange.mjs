import { Buffer } from 'node:buffer';
import { performance } from 'node:perf_hooks';
import { agesOf } from '../upstream/stamp.mjs';

const LINE_FEED = 10;

/**
 * Sends one request and reads its answer to the end. Fails when the answer is not complete: fewer
 * frames than the upstream sent, no end mark, or a document without its last words.
 *
 * @returns {Promise<{ frames: number, bytes: number, first: number, ages: number[] }>} `first` is the
 * time to the first data in milliseconds, `ages` how long each stamped event was on its way.
 */
export function exchange(dispatcher, { path, headers, body, ...expected }) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const result = { frames: 0, bytes: 0, first: 0, ages: [] };
    let end = [];
    let isAfterBreak = false;
    const count = (read) => {
      // A frame may end between two reads.
      if (isAfterBreak && read[0] === LINE_FEED) result.frames += 1;
      isAfterBreak = read.at(-1) === LINE_FEED && read.at(-2) !== LINE_FEED;
      for (let at = read.indexOf('\n\n'); at >= 0; at = read.indexOf('\n\n', at + 2)) {
        result.frames += 1;
      }
    };
    dispatcher.dispatch(
      { path, method: 'POST', headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart(_controller, status) {
          if (status !== 200) reject(new Error(`The target answered ${status}.`));
        },
        onResponseData(_controller, read) {
          if (result.bytes === 0) result.first = performance.now() - start;
          result.bytes += read.length;
          count(read);
          // The end mark may lie in two reads.
          end = [end.at(-1) ?? Buffer.alloc(0), read];
          if (expected.isTimed) for (const age of agesOf(read.latin1Slice())) result.ages.push(age);
        },
        onResponseEnd() {
          const problem = missing(expected, result, Buffer.concat(end).latin1Slice());
          if (problem === undefined) resolve(result);
          else reject(new Error(`An answer is not complete: ${problem}.`));
        },
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
}

function missing({ isStreaming, chunks }, { frames }, end) {
  if (!isStreaming) return end.includes(` word${chunks - 1}`) ? undefined : 'no last word';
  if (frames < chunks) return `${frames} frames for ${chunks} chunks`;
  return end.trimEnd().endsWith('data: [DONE]') ? undefined : 'no end mark';
}
