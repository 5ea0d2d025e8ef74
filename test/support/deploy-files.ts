import { load, loadAll } from 'js-yaml';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Manifest } from './kubernetes-types';

const ROOT = join(__dirname, '..', '..');

/** The part of a kustomization that these files use. */
export interface Kustomization {
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
  readonly images?: readonly {
    readonly name: string;
    readonly newTag?: string;
    readonly digest?: string;
  }[];
  readonly patches?: readonly { readonly path: string }[];
  readonly configMapGenerator?: readonly {
    readonly name: string;
    readonly behavior?: string;
    readonly envs?: readonly string[];
    readonly literals?: readonly string[];
  }[];
}

/** Where a file of the project is. */
export function pathOf(path: string): string {
  return join(ROOT, path);
}

/** The text of a file of the project. */
export function readProjectFile(path: string): string {
  return readFileSync(pathOf(path), 'utf8');
}

/** The YAML document of a file of the project. */
export function readYaml(path: string): unknown {
  return load(readProjectFile(path));
}

/** All manifests of a file of the project. */
export function readManifests(path: string): readonly Manifest[] {
  return loadAll(readProjectFile(path)) as Manifest[];
}

/** Files below a folder of the project, as paths from its root. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(pathOf(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

/** The kustomization in a folder below `deploy/k8s`. */
export function readKustomization(folder: string): Kustomization {
  return readYaml(`deploy/k8s/${folder}/kustomization.yaml`) as Kustomization;
}

/** The manifest in a file below `deploy/k8s`. */
export function readManifest(path: string): Manifest {
  return readYaml(`deploy/k8s/${path}`) as Manifest;
}

/** Lines `NAME=value` of text, commented out or not. */
export function readAssignments(
  text: string,
): readonly { readonly name: string; readonly value: string; readonly isComment: boolean }[] {
  return [...text.matchAll(/^(#?)([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(
    ([, mark, name = '', value = '']) => ({ name, value, isComment: mark === '#' }),
  );
}
