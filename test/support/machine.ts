import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** What a program left behind. */
export interface Run {
  readonly code: number;
  /** Both outputs, for a message that tells what was wrong. */
  readonly output: string;
  readonly stdout: string;
}

/** True if this machine has the program. */
export function hasProgram(name: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  // Debian keeps servers in folders that only root searches.
  return [...folders, '/usr/sbin', '/sbin'].some((folder) => existsSync(join(folder, name)));
}

/** Runs a program to its end. */
export async function run(program: string, ...options: readonly string[]): Promise<Run> {
  const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}${delimiter}/usr/sbin` };
  try {
    const { stdout, stderr } = await promisify(execFile)(program, [...options], { env });
    return { code: 0, output: stdout + stderr, stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
    if (typeof code !== 'number') throw error;
    return { code, output: stdout + stderr, stdout };
  }
}

/** `describe` where the machine has every program; elsewhere skipped, with a title that says why. */
export function describeWith(programs: readonly string[], title: string, body: () => void): void {
  const missing = programs.filter((name) => !hasProgram(name));
  describeUnless(missing.length > 0 && `no ${missing.join(', no ')}`, title, body);
}

/** `describe` unless the machine lacks something; then skipped, and told in title and output. */
export function describeUnless(lack: string | false, title: string, body: () => void): void {
  if (lack === false) {
    describe(title, body);
    return;
  }
  const told = `${title} (skipped: this machine has ${lack})`;
  // Jest lists titles only when asked to.
  process.stderr.write(`${told}\n`);
  describe.skip(told, body);
}
