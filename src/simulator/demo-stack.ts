import OpenAI from 'openai';
import { createApp } from '../app.setup';
import { readEnvironment } from '../config/read-environment';
import { validateEnvironment } from '../config/validate-environment';
import { demoReply } from './demo-answers';
import { SimulatorServer } from './simulator-server';

const DEFAULT_PORT = '8080';

/** The gateway on loopback, the embedded upstream behind it and the official client before it. */
export interface DemoStack {
  readonly client: OpenAI;
  /** Base address of the gateway. */
  readonly url: string;
  /** The client's key. */
  readonly key: string;
  stop(): Promise<void>;
}

/** Starts everything that a demonstration needs; no network beyond loopback. */
export async function startDemo(): Promise<DemoStack> {
  const simulator = new SimulatorServer(demoReply);
  await simulator.start();
  const { LISTEN_PORT: port = DEFAULT_PORT, AUTH_TOKEN = '' } = readEnvironment();
  const settings = validateEnvironment({
    API_ENDPOINT: simulator.chatUrl,
    AUTH_TOKEN,
    LISTEN_HOST: '127.0.0.1',
    LISTEN_PORT: port,
    DEBUG_LOGGING: 'false',
  });
  const app = await createApp(settings, { isSilent: true });
  await app.listen(settings.LISTEN_PORT, settings.LISTEN_HOST);
  const url = await app.getUrl();
  const [key = ''] = settings.AUTH_TOKEN;
  print(`Gateway at ${url}, simulator at ${simulator.origin}\n\n`);
  // The gateway ends itself on these signals, once its streams are through.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void simulator.stop());
  }
  return {
    client: new OpenAI({ baseURL: `${url}/v1`, apiKey: key }),
    url,
    key,
    stop: async () => {
      await app.close();
      await simulator.stop();
    },
  };
}

export function print(text: string): void {
  process.stdout.write(text);
}

/** Runs a demonstration; a failure ends the process with its message and exit code 1. */
export function runDemo(demo: () => Promise<void>): void {
  demo().catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    const advice = code === 'EADDRINUSE' ? ' Set LISTEN_PORT to another port.' : '';
    process.stderr.write(`${message}${advice}\n`);
    process.exit(1);
  });
}
