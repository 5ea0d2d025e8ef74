import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of this service, from its package.json. */
export const VERSION = readVersion();

function readVersion(): string {
  const path = join(__dirname, '..', '..', 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string };
  return manifest.version;
}
