import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a folder of its own, gives its path to `use`, and removes it once that is done. */
export function withTemporaryFolder<Result>(use: (path: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'glm-gateway-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true });
  };
  let result: Result;
  try {
    result = use(folder);
  } catch (error) {
    remove();
    throw error;
  }
  if (result instanceof Promise) return result.finally(remove) as Result;
  remove();
  return result;
}

/** Writes `text` to a file of its own, gives its path to `use` and removes it. */
export function withTemporaryFile<Result>(text: string, use: (path: string) => Result): Result {
  return withTemporaryFolder((folder) => {
    const path = join(folder, 'file');
    writeFileSync(path, text);
    return use(path);
  });
}
