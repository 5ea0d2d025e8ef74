import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IConfigMap } from 'kubernetes-models/v1';
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import {
  filesBelow,
  type Kustomization,
  pathOf,
  readKustomization,
  readManifests,
} from '../../support/deploy-files';
import { isBuiltIn, type Manifest, problemsOf } from '../../support/kubernetes-types';
import { findKustomize, render } from '../../support/kustomize';
import { describeUnless } from '../../support/machine';

const ROOT = 'deploy/k8s';
const folders = filesBelow(ROOT)
  .filter((path) => path.endsWith('/kustomization.yaml'))
  .map((path) => dirname(path).slice(ROOT.length + 1));
const overlays = folders.filter((folder) => folder.startsWith('overlays/'));

/** Files and folders that a kustomization names, as paths from the root of the project. */
function namesOf(folder: string): readonly string[] {
  const {
    resources = [],
    components = [],
    patches = [],
    configMapGenerator = [],
  } = readKustomization(folder);
  const patched = patches.map(({ path }) => path);
  const generated = configMapGenerator.flatMap(({ envs = [] }) => envs);
  return [...resources, ...components, ...patched, ...generated].map((name) =>
    normalize(join(ROOT, folder, name)),
  );
}

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}

describe('the kustomizations', () => {
  it.each(folders)('should name files and folders that exist: %s', (folder) => {
    expect(namesOf(folder).filter((path) => !existsSync(pathOf(path)))).toEqual([]);
  });

  it('should leave no file out but the example of a secret', () => {
    const named = folders.flatMap((folder) => [
      ...namesOf(folder),
      join(ROOT, folder, 'kustomization.yaml'),
    ]);
    expect(filesBelow(ROOT).filter((path) => !named.includes(path))).toEqual([
      `${ROOT}/base/secret.example.yaml`,
    ]);
  });

  it.each(overlays)('should patch what is in the base: %s', (folder) => {
    const base = readKustomization('base').resources ?? [];
    const targets = base.flatMap((name) => readManifests(join(ROOT, 'base', name)).map(nameOf));
    const patches = readKustomization(folder).patches ?? [];
    const patched = patches.flatMap(({ path }) =>
      readManifests(join(ROOT, folder, path)).map(nameOf),
    );
    expect(patched.filter((name) => !targets.includes(name))).toEqual([]);
  });

  it.each(overlays)('should choose a version of the image: %s', (folder) => {
    const { images = [] } = readKustomization(folder);
    const [image] = images.filter(({ name }) => name === 'glm-gateway');
    expect(image?.digest ?? image?.newTag).toMatch(/^(?!latest$).+/);
  });

  it('should use only fields that a kustomization has', () => {
    const known = [
      ...['apiVersion', 'kind', 'namespace', 'resources', 'components'],
      ...['images', 'configMapGenerator', 'patches'],
    ];
    const used = folders.flatMap((folder) =>
      Object.keys(readKustomization(folder) satisfies Kustomization),
    );
    expect(used.filter((field) => !known.includes(field))).toEqual([]);
  });
});

const kustomize = findKustomize();
const lack = kustomize === undefined && 'no kustomize 4, nor a kubectl with it';

describeUnless(lack, 'rendered by kustomize', () => {
  const rendered = new Map<string, readonly Manifest[]>();
  const find = (folder: string, name: string): Manifest | undefined =>
    rendered.get(folder)?.find((manifest) => nameOf(manifest).startsWith(name));
  const deploymentOf = (folder: string): IDeployment =>
    find(folder, 'Deployment/glm-gateway') as IDeployment & Manifest;
  const settingsOf = (folder: string): IConfigMap & Manifest =>
    find(folder, 'ConfigMap/glm-gateway-settings') as IConfigMap & Manifest;

  beforeAll(async () => {
    for (const folder of ['base', ...overlays]) {
      rendered.set(folder, await render(kustomize ?? [], folder));
    }
  });

  it.each(['base', ...overlays])('%s should be what the types of Kubernetes describe', (folder) => {
    const manifests = rendered.get(folder) ?? [];
    expect(manifests.length).toBeGreaterThan(5);
    expect(manifests.filter(isBuiltIn).flatMap(problemsOf)).toEqual([]);
  });

  it.each(overlays)('%s should live in one namespace, which is restricted', (folder) => {
    const manifests = rendered.get(folder) ?? [];
    const [namespace] = manifests.filter(({ kind }) => kind === 'Namespace');
    const others = manifests.filter(({ kind }) => kind !== 'Namespace');
    expect(new Set(others.map(({ metadata }) => metadata.namespace))).toEqual(
      new Set([namespace?.metadata.name]),
    );
    expect(namespace?.metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  it.each(overlays)('%s should leave time for what the gateway waits for', (folder) => {
    const { data = {} } = settingsOf(folder);
    const { spec } = deploymentOf(folder);
    const waits = Number(data['SHUTDOWN_DELAY_MS']) + Number(data['DRAIN_TIMEOUT_MS']);
    expect(spec?.template.spec?.terminationGracePeriodSeconds).toBeGreaterThan(waits / 1_000 + 5);
  });

  it.each(overlays)('%s should give pods the settings under their hashed name', (folder) => {
    const settings = settingsOf(folder);
    const { spec } = deploymentOf(folder);
    expect(spec?.template.spec?.containers[0]?.envFrom?.[0]?.configMapRef?.name).toBe(
      settings.metadata.name,
    );
    expect(settings.metadata.name).toMatch(/-[a-z0-9]{10}$/);
  });

  it('production should share its limits in Redis, and name its own registry', () => {
    const { data } = settingsOf('overlays/prod');
    const { spec } = deploymentOf('overlays/prod');
    expect(data).toMatchObject({ REDIS_URL: 'redis://glm-gateway-redis:6379' });
    expect(spec?.template.spec?.containers[0]?.image).toMatch(/^registry\.example\.com\//);
  });

  it('development should be one pod that nothing scales', () => {
    expect(deploymentOf('overlays/dev').spec?.replicas).toBe(1);
    expect(find('overlays/dev', 'HorizontalPodAutoscaler')).toBeUndefined();
  });
});
