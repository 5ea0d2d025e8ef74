import OpenAI from 'openai';
import { answerWith } from '../../src/simulator/answer';
import type { DialectName, SimulatorSettings } from '../../src/simulator/dialects/dialect';
import { type Reply, SimulatorServer } from '../../src/simulator/simulator-server';
import { GatewayProcess, TEST_KEY } from './gateway-process';
import { withTemporaryFile } from './temporary-file';
import { UPSTREAM_KEY } from './upstream-under-test';

/** One upstream of a fleet. */
export interface Member {
  /** Also its name. */
  readonly dialect: DialectName;
  readonly simulator?: SimulatorSettings;
  /** Fields of its entry in `UPSTREAMS_FILE`. */
  readonly entry?: Readonly<Record<string, unknown>>;
}

/** The running service in front of several scripted upstreams, each at an address of its own. */
export class Fleet {
  private constructor(
    readonly gateway: GatewayProcess,
    private readonly simulators: ReadonlyMap<DialectName, SimulatorServer>,
  ) {}

  /** Starts upstreams in the order of preference; each answers with its name what is not scripted. */
  static async start(
    members: readonly (DialectName | Member)[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Fleet> {
    const described = members.map((member) =>
      typeof member === 'string' ? { dialect: member } : member,
    );
    const simulators = new Map<DialectName, SimulatorServer>();
    for (const { dialect, simulator } of described) {
      const server = new SimulatorServer(answerWith({ answer: dialect }), simulator);
      await server.start();
      simulators.set(dialect, server);
    }
    const entries = described.map(({ dialect, entry }) => ({
      name: dialect,
      url: simulators.get(dialect)?.endpoint(dialect),
      ...(dialect === 'official' ? { api_keys: [UPSTREAM_KEY] } : {}),
      ...entry,
    }));
    const gateway = await withTemporaryFile(JSON.stringify(entries), (path) =>
      GatewayProcess.start({ DEBUG_LOGGING: 'false', ...environment, UPSTREAMS_FILE: path }),
    );
    return new Fleet(gateway, simulators);
  }

  get origin(): string {
    return this.gateway.origin;
  }

  upstream(dialect: DialectName): SimulatorServer {
    const simulator = this.simulators.get(dialect);
    if (simulator === undefined) throw new Error(`The fleet has no upstream ${dialect}.`);
    return simulator;
  }

  /** Scripts the next answers of an upstream, in their order. */
  script(dialect: DialectName, ...replies: readonly Reply[]): void {
    for (const reply of replies) this.upstream(dialect).enqueue(reply);
  }

  /** The bodies of the chat requests that an upstream got since the last `count`. */
  bodies(dialect: DialectName, count: number): readonly Readonly<Record<string, unknown>>[] {
    return this.upstream(dialect)
      .exchanges.slice(-count)
      .map(({ body }) => body);
  }

  /** OpenAI's client as its users make it, but without retries. */
  openAi(): OpenAI {
    return new OpenAI({ baseURL: this.gateway.apiUrl, apiKey: TEST_KEY, maxRetries: 0 });
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    for (const simulator of this.simulators.values()) await simulator.stop();
  }
}
