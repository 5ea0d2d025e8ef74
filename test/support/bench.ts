import { SimulatorServer, type Reply } from '../../src/simulator/simulator-server';
import { webAnswer } from '../../src/simulator/web-answer';
import { GatewayProcess } from './gateway-process';

/** The running service between a scripted upstream and the clients of a test. */
export class Bench {
  private constructor(
    readonly simulator: SimulatorServer,
    readonly gateway: GatewayProcess,
  ) {}

  /** Starts both. `reply` answers every chat request that no test has scripted. */
  static async start(
    environment: Readonly<Record<string, string>> = {},
    reply: Reply = webAnswer({ answer: 'Hello there.' }),
  ): Promise<Bench> {
    const simulator = new SimulatorServer(reply);
    await simulator.start();
    const gateway = await GatewayProcess.start({
      API_ENDPOINT: simulator.chatUrl,
      DEBUG_LOGGING: 'false',
      ...environment,
    });
    return new Bench(simulator, gateway);
  }

  get origin(): string {
    return this.gateway.origin;
  }

  /** Requests that have reached the upstream so far, of any kind. */
  get upstreamRequests(): number {
    return this.simulator.exchanges.length + this.simulator.guestTokens.length;
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.simulator.stop();
  }
}
