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
