import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** A random identifier that is unique across replicas. */
export function newId(): string {
  return randomUUID();
}

/** A random identifier without dashes, for ids with a prefix such as `chatcmpl-…`. */
export function newCompactId(): string {
  return randomUUID().replaceAll('-', '');
}

/** A random number from 0 to below 1. */
export function randomFraction(): number {
  return randomInt(2 ** 32) / 2 ** 32;
}

/** So many random bytes, fit for cryptography. */
export function randomBlock(length: number): Buffer {
  return randomBytes(length);
}
