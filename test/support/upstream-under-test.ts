import type { DialectName } from '../../src/simulator/dialects/dialect';
import type { SimulatorServer } from '../../src/simulator/simulator-server';

/** The gateway's key for the upstream under test. */
export const UPSTREAM_KEY = 'test-upstream-key';

/** What the tests must know of the upstream that this run puts behind the gateway. */
export interface UpstreamUnderTest {
  readonly dialect: DialectName;
  /** The name that the gateway gives it. */
  readonly name: string;
  /** Requests that one chat takes. */
  readonly requestsPerChat: number;
  /** The `authorization` header that the upstream gets. */
  readonly credential: RegExp;
  /** Whether GLM-4.5 shows the arguments of its calls while it writes them. */
  readonly streamsArguments: boolean;
  /** Settings of a gateway in front of this upstream, beside its address. */
  readonly environment: Readonly<Record<string, string>>;
}

const UPSTREAMS: Readonly<Record<DialectName, UpstreamUnderTest>> = {
  // Each chat fetches a guest token first.
  web: {
    dialect: 'web',
    name: 'web',
    requestsPerChat: 2,
    credential: /^Bearer guest-token-\d+$/,
    streamsArguments: true,
    environment: {},
  },
  official: {
    dialect: 'official',
    name: 'zai',
    requestsPerChat: 1,
    credential: new RegExp(`^Bearer ${UPSTREAM_KEY}$`),
    streamsArguments: false,
    environment: { UPSTREAM_API_KEY: UPSTREAM_KEY },
  },
  vllm: {
    dialect: 'vllm',
    name: 'vllm',
    requestsPerChat: 1,
    credential: /^$/,
    streamsArguments: true,
    environment: {},
  },
};

/** Chosen by the jest project through `UPSTREAM_UNDER_TEST`. */
export const upstreamUnderTest = choose(process.env['UPSTREAM_UNDER_TEST'] ?? 'web');

/** Settings with which a gateway finds the upstream under test at the simulator. */
export function upstreamSettings(simulator: SimulatorServer): Readonly<Record<string, string>> {
  const { dialect, environment } = upstreamUnderTest;
  return { API_ENDPOINT: simulator.endpoint(dialect), ...environment };
}

function choose(name: string): UpstreamUnderTest {
  const upstream = Object.values(UPSTREAMS).find(({ dialect }) => dialect === name);
  if (upstream === undefined) throw new Error(`There is no upstream ${name}.`);
  return upstream;
}
