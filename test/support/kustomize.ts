import { loadAll } from 'js-yaml';
import { spawnSync } from 'node:child_process';
import { pathOf } from './deploy-files';
import type { Manifest } from './kubernetes-types';
import { hasProgram, run } from './machine';

/** The first kustomize that knows components. */
const OLDEST_MAJOR = 4;

/** The command of this machine that renders a kustomization; kubectl of Debian 12 is too old. */
export function findKustomize(): readonly string[] | undefined {
  if (hasProgram('kustomize')) return ['kustomize', 'build'];
  if (!hasProgram('kubectl')) return undefined;
  const { stdout } = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' });
  const [, major] = /Kustomize Version: v(\d+)/.exec(stdout) ?? [];
  return Number(major) >= OLDEST_MAJOR ? ['kubectl', 'kustomize'] : undefined;
}

/** The manifests that a folder below `deploy/k8s` is rendered to. */
export async function render(
  kustomize: readonly string[],
  folder: string,
): Promise<readonly Manifest[]> {
  const [program = '', ...options] = kustomize;
  const { code, output, stdout } = await run(program, ...options, pathOf(`deploy/k8s/${folder}`));
  if (code !== 0) throw new Error(output);
  return loadAll(stdout) as Manifest[];
}
