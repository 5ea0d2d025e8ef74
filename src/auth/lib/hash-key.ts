import { hash } from 'node:crypto';

/**
 * SHA-256 of a key. Keys are long and random, so a slow password hash would protect nothing more and
 * would cost every request.
 */
export function hashKey(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}
