import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** The process environment over the `.env` file of the working directory: the environment wins. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  return { ...file, ...process.env };
}

/** Libraries read the process environment only: gives them what `.env` says to them. */
export function shareWithLibraries(raw: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(raw)) {
    if (name.startsWith('OTEL_')) process.env[name] ??= value;
  }
}
