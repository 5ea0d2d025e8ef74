import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Namespace, Secret, Service, ServiceAccount } from 'kubernetes-models/v1';

const models = [
  ConfigMap,
  Deployment,
  HorizontalPodAutoscaler,
  Namespace,
  NetworkPolicy,
  PodDisruptionBudget,
  Secret,
  Service,
  ServiceAccount,
];

/** A manifest, of any kind. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** What the types of Kubernetes find wrong: wrong types, missing fields, and unknown ones. */
export function problemsOf(manifest: Manifest): readonly string[] {
  const { problem, unknown } = check(manifest);
  return problem === undefined ? unknown : [problem, ...unknown];
}

/** Paths of fields that Kubernetes does not know; a patch may lack required ones. */
export function unknownFieldsOf(manifest: Manifest): readonly string[] {
  return check(manifest).unknown;
}

/** True if the types know this kind; types that a cluster is taught later they do not. */
export function isBuiltIn(manifest: Manifest): boolean {
  return modelOf(manifest) !== undefined;
}

function modelOf({ apiVersion, kind }: Manifest): (typeof models)[number] | undefined {
  return models.find((model) => model.kind === kind && model.apiVersion === apiVersion);
}

/**
 * The models ignore fields that they do not know. But they look at every field that they do know,
 * so a field at which the validation never looked is one that does not exist.
 */
function check(manifest: Manifest): { problem: string | undefined; unknown: readonly string[] } {
  const model = modelOf(manifest);
  if (model === undefined) {
    return { problem: `no such kind: ${manifest.apiVersion} ${manifest.kind}`, unknown: [] };
  }
  const seen = new Set<string>();
  let problem: string | undefined;
  try {
    model.prototype.validate.call(watched(manifest, '', seen) as InstanceType<typeof model>);
  } catch (error) {
    problem = String(error);
  }
  return { problem, unknown: pathsOf(manifest, '').filter((path) => !seen.has(path)) };
}

function watched(value: unknown, path: string, seen: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      const inner: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return inner;
      seen.add(`${path}/${key}`);
      return watched(inner, `${path}/${key}`, seen);
    },
  });
}

function pathsOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    `${path}/${key}`,
    ...pathsOf(inner, `${path}/${key}`),
  ]);
}
