import { filesBelow, readManifests } from '../../support/deploy-files';
import {
  isBuiltIn,
  type Manifest,
  problemsOf,
  unknownFieldsOf,
} from '../../support/kubernetes-types';

const files = filesBelow('deploy/k8s').filter(
  (path) => path.endsWith('.yaml') && !path.endsWith('/kustomization.yaml'),
);
const isPatch = (path: string): boolean =>
  path.includes('/overlays/') && !path.endsWith('/namespace.yaml');
const wholes = files.filter((path) => !isPatch(path));

describe('manifests for Kubernetes', () => {
  it.each(wholes)('should be what the types of Kubernetes describe: %s', (path) => {
    const problems = readManifests(path).filter(isBuiltIn).flatMap(problemsOf);
    expect(problems).toEqual([]);
  });

  it.each(files.filter(isPatch))('should patch fields that exist: %s', (path) => {
    const unknown = readManifests(path).flatMap(unknownFieldsOf);
    expect(unknown.filter((field) => field !== '/$patch')).toEqual([]);
  });

  it('should be of kinds that every cluster knows, but for those of the Prometheus operator', () => {
    const foreign = files.flatMap(readManifests).filter((manifest) => !isBuiltIn(manifest));
    expect(foreign.map(({ kind }) => kind)).toEqual(['ServiceMonitor']);
  });
});

describe('the check of types', () => {
  const [deployment] = readManifests('deploy/k8s/base/deployment.yaml');
  const edited = (from: string, to: string): Manifest => {
    const text = JSON.stringify(deployment);
    expect(text).toContain(from);
    return JSON.parse(text.replace(from, to)) as Manifest;
  };

  it.each([
    { it: 'a misspelt field', from: '"failureThreshold"', to: '"failureTreshold"' },
    { it: 'a field in the wrong place', from: '"spec":{', to: '"replicas":3,"spec":{' },
    { it: 'a word for a number', from: '"containerPort":8080', to: '"containerPort":"8080"' },
    { it: 'a field that is missing', from: '"name":"gateway",', to: '' },
    { it: 'a version that is gone', from: '"apps/v1"', to: '"extensions/v1beta1"' },
  ])('should find $it', ({ from, to }) => {
    expect(problemsOf(edited(from, to))).not.toEqual([]);
  });
});
