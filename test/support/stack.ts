import OpenAI, { type ClientOptions } from 'openai';
import { type Reply, SimulatorServer } from '../../src/simulator/simulator-server';
import { GatewayProcess, TEST_KEY } from './gateway-process';

/** The built gateway in front of a scripted upstream. */
export class Stack {
  private constructor(
    readonly simulator: SimulatorServer,
    readonly gateway: GatewayProcess,
  ) {}

  /** `defaultReply` answers what no scripted reply does; without it, nothing does. */
  static async start(
    environment: Readonly<Record<string, string>> = {},
    defaultReply: Reply = () => undefined,
  ): Promise<Stack> {
    const simulator = new SimulatorServer(defaultReply);
    await simulator.start();
    const gateway = await GatewayProcess.start({
      API_ENDPOINT: simulator.chatUrl,
      ...environment,
    });
    return new Stack(simulator, gateway);
  }

  /** OpenAI's client as its users make it, but without retries unless `options` ask for them. */
  openAi(options: ClientOptions = {}): OpenAI {
    return new OpenAI({
      baseURL: this.gateway.apiUrl,
      apiKey: TEST_KEY,
      maxRetries: 0,
      ...options,
    });
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.simulator.stop();
  }
}
