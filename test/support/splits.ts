/** Cuts of `bytes` that must not change a result: whole, fixed sizes, and once at every offset. */
export function* everySplit(bytes: Uint8Array): Generator<readonly Uint8Array[]> {
  yield [bytes];
  for (const size of [1, 2, 3, 5, 7]) yield inReads(bytes, size);
  for (let offset = 1; offset < bytes.length; offset += 1) {
    yield [bytes.subarray(0, offset), bytes.subarray(offset)];
  }
}

export function inReads(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  const reads: Uint8Array[] = [];
  for (let offset = 0; offset < bytes.length; offset += size) {
    reads.push(bytes.subarray(offset, offset + size));
  }
  return reads;
}

/** Cuts a whole at `offsets`, each taken modulo its length: for random cuts of random lengths. */
export function cutAt<Whole extends string | Uint8Array>(
  whole: Whole,
  offsets: readonly number[],
): readonly Whole[] {
  const places = offsets.map((offset) => offset % (whole.length + 1)).sort((a, b) => a - b);
  const bounds = [0, ...places, whole.length];
  return bounds
    .slice(1)
    .map((end, index) => whole.slice(bounds[index] ?? 0, end) as Whole)
    .filter((piece) => piece.length > 0);
}
