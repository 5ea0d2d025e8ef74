import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { ISecret, IService, IServiceAccount } from 'kubernetes-models/v1';
import { variableDescriptions } from '../../../src/config/describe-variable';
import {
  filesBelow,
  readAssignments,
  readKustomization,
  readManifest,
  readManifests,
  readProjectFile,
} from '../../support/deploy-files';
import { readStages, textOf } from '../../support/dockerfile';
import { isKnownSetting } from '../../support/known-settings';
import type { Manifest } from '../../support/kubernetes-types';

type As<Type> = Type & Manifest;

const deployment = readManifest('base/deployment.yaml') as As<IDeployment>;
const redis = readManifest('components/redis/deployment.yaml') as As<IDeployment>;
const service = readManifest('base/service.yaml') as As<IService>;
const pod = deployment.spec?.template.spec;
const container = pod?.containers[0];
const settings = readAssignments(readProjectFile('deploy/k8s/base/settings.env'));
const secrets = readManifests('deploy/k8s/base/secret.example.yaml') as As<ISecret>[];
const secretText = readProjectFile('deploy/k8s/base/secret.example.yaml');
const secretNames = [...secretText.matchAll(/^ {2}(?:# )?([A-Z][A-Z_]+):/gm)].map(
  ([, name = '']) => name,
);

function setting(name: string): number {
  return Number(settings.find((line) => line.name === name && !line.isComment)?.value);
}

describe.each([
  { name: 'the gateway', spec: pod },
  { name: 'Redis', spec: redis.spec?.template.spec },
])('a pod of $name', ({ spec }) => {
  it('should run as a user who is not root, within the default filter of system calls', () => {
    expect(spec?.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec?.securityContext?.runAsUser).toBeGreaterThan(0);
  });

  it('should have no privileges, no way to get any, and nothing of its own to write to', () => {
    expect(spec?.containers.map(({ securityContext }) => securityContext)).toEqual([
      {
        allowPrivilegeEscalation: false,
        privileged: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    ]);
    expect(spec).not.toHaveProperty('hostNetwork');
    expect(spec?.volumes?.filter((volume) => volume.hostPath !== undefined)).toEqual([]);
  });

  it('should not be able to speak to the cluster', () => {
    expect(spec?.automountServiceAccountToken).toBe(false);
    expect(spec?.enableServiceLinks).toBe(false);
  });

  it('should say what it needs and what it may take', () => {
    const resources = { cpu: expect.any(String) as string, memory: expect.any(String) as string };
    expect(spec?.containers[0]?.resources).toEqual({ requests: resources, limits: resources });
  });

  it('should be watched from its start', () => {
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
      expect(spec?.containers[0]).toHaveProperty(probe);
    }
  });

  it('should name the version of its image', () => {
    expect(spec?.containers[0]?.image).toMatch(/:(?!latest$)[\w.-]+$/);
  });
});

describe('the Deployment of the gateway', () => {
  it('should run as the user of the image', () => {
    expect(textOf(readStages().at(-1), 'USER')).toEqual([String(pod?.securityContext?.runAsUser)]);
  });

  it('should ask for life and readiness where the gateway tells of them', () => {
    const paths = [container?.startupProbe, container?.livenessProbe, container?.readinessProbe];
    expect(paths.map((probe) => probe?.httpGet)).toEqual([
      { path: '/health/live', port: 'http' },
      { path: '/health/live', port: 'http' },
      { path: '/health/ready', port: 'http' },
    ]);
    expect(textOf(readStages().at(-1), 'EXPOSE')).toEqual([
      String(container?.ports?.[0]?.containerPort),
    ]);
  });

  it('should leave time for what the gateway itself waits for', () => {
    const waits = setting('SHUTDOWN_DELAY_MS') + setting('DRAIN_TIMEOUT_MS');
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(waits / 1_000 + 5);
  });

  it('should be out of every Service before it closes its port', () => {
    const { periodSeconds = 0, failureThreshold = 0 } = container?.readinessProbe ?? {};
    expect(setting('SHUTDOWN_DELAY_MS')).toBeGreaterThanOrEqual(
      periodSeconds * (failureThreshold - 1) * 1_000,
    );
    expect(setting('SHUTDOWN_DELAY_MS')).toBeGreaterThanOrEqual(5_000);
  });

  it('should not set the number of pods, which is the work of the autoscaler', () => {
    expect(deployment.spec).not.toHaveProperty('replicas');
  });

  it('should spread its pods', () => {
    const keys = pod?.topologySpreadConstraints?.map(({ topologyKey }) => topologyKey);
    expect(keys).toEqual(['topology.kubernetes.io/zone', 'kubernetes.io/hostname']);
  });

  it('should take settings and secrets from where they are', () => {
    const [generator] = readKustomization('base').configMapGenerator ?? [];
    const [environment, files] = secrets.map(({ metadata }) => metadata.name);
    expect(container?.envFrom).toEqual([
      { configMapRef: { name: generator?.name } },
      { secretRef: { name: environment } },
    ]);
    expect(pod?.volumes?.find(({ name }) => name === 'files')?.secret?.secretName).toBe(files);
  });
});

describe('the settings', () => {
  it('should be settings that the service knows', () => {
    const names = [...settings.map(({ name }) => name), ...secretNames];
    expect(names).toEqual(expect.arrayContaining(['API_ENDPOINT', 'AUTH_TOKEN']));
    expect(names.filter((name) => !isKnownSetting(name))).toEqual([]);
  });

  it('should not hold what the service calls a secret', () => {
    const secret = variableDescriptions().filter(({ isSecret }) => isSecret);
    const hidden = [...secret.map(({ name }) => name), ...secretNames];
    expect(settings.filter(({ name }) => hidden.includes(name))).toEqual([]);
  });

  it('should name files where they are mounted', () => {
    const folder = container?.volumeMounts?.find(({ name }) => name === 'files')?.mountPath ?? '';
    const paths = settings.filter(({ name }) => name.endsWith('_FILE')).map(({ value }) => value);
    expect(paths.filter((path) => !path.startsWith(`${folder}/`))).toEqual([]);
    expect(paths).toHaveLength(3);
  });

  it('should hold no secret in any kustomization', () => {
    const named = filesBelow('deploy/k8s').filter((path) => path.endsWith('/kustomization.yaml'));
    expect(named.filter((path) => readProjectFile(path).includes('secret'))).toEqual([]);
  });
});

describe('what stands around the Deployments', () => {
  const labels = deployment.spec?.template.metadata?.labels;
  const budget = readManifest('base/pdb.yaml') as As<IPodDisruptionBudget>;
  const scaler = readManifest('base/hpa.yaml') as As<IHorizontalPodAutoscaler>;
  const network = readManifest('base/networkpolicy.yaml') as As<INetworkPolicy>;
  const account = readManifest('base/serviceaccount.yaml') as As<IServiceAccount>;

  it('should mean the pods of the gateway', () => {
    expect(labels).toEqual({ 'app.kubernetes.io/name': 'glm-gateway' });
    expect(deployment.spec?.selector.matchLabels).toEqual(labels);
    expect(service.spec?.selector).toEqual(labels);
    expect(budget.spec?.selector?.matchLabels).toEqual(labels);
    expect(network.spec?.podSelector.matchLabels).toEqual(labels);
    expect(scaler.spec?.scaleTargetRef).toEqual({
      apiVersion: deployment.apiVersion,
      kind: deployment.kind,
      name: deployment.metadata.name,
    });
    expect(pod?.serviceAccountName).toBe(account.metadata.name);
    for (const constraint of pod?.topologySpreadConstraints ?? []) {
      expect(constraint.labelSelector?.matchLabels).toEqual(labels);
    }
  });

  it('should mean the port of the gateway', () => {
    expect(container?.ports).toEqual([{ name: 'http', containerPort: 8080 }]);
    expect(service.spec?.ports?.[0]?.targetPort).toBe('http');
    expect(network.spec?.ingress?.flatMap(({ ports = [] }) => ports)).toEqual([
      { protocol: 'TCP', port: 'http' },
    ]);
  });

  it('should mean the pods of Redis, and let only the gateway in', () => {
    const redisLabels = redis.spec?.template.metadata?.labels;
    const redisService = readManifest('components/redis/service.yaml') as As<IService>;
    const policy = readManifest('components/redis/networkpolicy.yaml') as As<INetworkPolicy>;
    expect(redis.spec?.selector.matchLabels).toEqual(redisLabels);
    expect(redisService.spec?.selector).toEqual(redisLabels);
    expect(policy.spec?.podSelector.matchLabels).toEqual(redisLabels);
    expect(policy.spec?.ingress?.flatMap(({ from = [] }) => from)).toEqual([
      { podSelector: { matchLabels: labels } },
    ]);
    expect(network.spec?.egress?.flatMap(({ to = [] }) => to)).toContainEqual({
      podSelector: { matchLabels: redisLabels },
    });
    const [generator] = readKustomization('components/redis').configMapGenerator ?? [];
    const address = generator?.literals?.[0]?.replace('REDIS_URL=', '') ?? '';
    expect(new URL(address).hostname).toBe(redisService.metadata.name);
  });

  it('should keep a disruption from taking all pods', () => {
    expect(scaler.spec?.minReplicas).toBeGreaterThan(1);
    expect(budget.spec?.maxUnavailable).toBe(1);
  });

  it('should let no pod reach private networks or the metadata service of a cloud', () => {
    const blocks = network.spec?.egress?.flatMap(({ to = [] }) =>
      to.flatMap((peer) => peer.ipBlock ?? []),
    );
    const ipv4 = blocks?.find(({ cidr }) => cidr === '0.0.0.0/0');
    expect(ipv4?.except).toEqual(
      expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16']),
    );
  });

  it('should be scraped where the metrics are', () => {
    interface Monitor extends Manifest {
      readonly spec: {
        readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
        readonly endpoints: readonly { readonly port: string; readonly path: string }[];
      };
    }
    const { spec } = readManifest('components/servicemonitor/servicemonitor.yaml') as Monitor;
    expect(spec.selector.matchLabels).toEqual(service.metadata.labels);
    expect(spec.endpoints).toMatchObject([
      { port: service.spec?.ports?.[0]?.name, path: '/metrics' },
    ]);
  });
});
