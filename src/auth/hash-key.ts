import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { hashKey } from './lib/hash-key';

/**
 * Prints an entry for `KEYS_FILE`: `hash-key.js [name] [--stdin]`. Makes a new key, or takes one from
 * the standard input, where no list of processes shows it.
 */
async function main(): Promise<void> {
  const [name = 'team-a'] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const isGiven = process.argv.includes('--stdin');
  const key = isGiven
    ? (await text(process.stdin)).trim()
    : `sk-${randomBytes(24).toString('base64url')}`;
  if (!isGiven) process.stderr.write(`The key, for its owner only: ${key}\n`);
  process.stdout.write(
    `${JSON.stringify({ name, key_sha256: hashKey(key).toString('hex') }, undefined, 2)}\n`,
  );
}

void main();
