import Anthropic, { type ClientOptions as AnthropicOptions } from '@anthropic-ai/sdk';
import OpenAI, { type ClientOptions } from 'openai';
import { type Reply, SimulatorServer } from '../../src/simulator/simulator-server';
import { answerWith } from '../../src/simulator/answer';
import { GatewayProcess, TEST_KEY } from './gateway-process';
import { upstreamSettings } from './upstream-under-test';

/** The running service between a scripted upstream, of the kind under test, and a test's clients. */
export class Stack {
  private constructor(
    readonly simulator: SimulatorServer,
    readonly gateway: GatewayProcess,
  ) {}

  /** Starts both. `reply` answers every chat request that no test has scripted. */
  static async start(
    environment: Readonly<Record<string, string>> = {},
    reply: Reply = answerWith({ answer: 'Hello there.' }),
  ): Promise<Stack> {
    const simulator = new SimulatorServer(reply);
    await simulator.start();
    const gateway = await GatewayProcess.start({
      ...('API_ENDPOINT' in environment ? {} : upstreamSettings(simulator)),
      DEBUG_LOGGING: 'false',
      ...environment,
    });
    return new Stack(simulator, gateway);
  }

  get origin(): string {
    return this.gateway.origin;
  }

  /** Requests that have reached the upstream so far, of any kind. */
  get upstreamRequests(): number {
    return this.simulator.exchanges.length + this.simulator.guestTokens.length;
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

  /** Anthropic's client, likewise. */
  anthropic(options: AnthropicOptions = {}): Anthropic {
    return new Anthropic({
      baseURL: this.origin,
      apiKey: TEST_KEY,
      authToken: null,
      maxRetries: 0,
      ...options,
    });
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.simulator.stop();
  }
}
