import { map, type Observable, type OperatorFunction, reduce } from 'rxjs';
import { type Generation, GenerationFold } from '../protocol/fold-generation';
import type { StreamPart } from '../protocol/stream-part';

/** Folds a stream of parts into its generation. Fails with the error of an error part. */
export function foldParts(): OperatorFunction<readonly StreamPart[], Generation> {
  return (source: Observable<readonly StreamPart[]>) =>
    source.pipe(
      reduce((fold, batch) => {
        for (const part of batch) fold.add(part);
        return fold;
      }, new GenerationFold()),
      map((fold) => fold.result()),
    );
}
