import { createDemoReply } from './demo-answers';
import { SimulatorServer } from './simulator-server';

/** Runs the simulator alone: `main.js [port] [host] [milliseconds between words]`. */
async function start(): Promise<void> {
  const [port = '8090', host = '127.0.0.1', pace = '25'] = process.argv.slice(2);
  const simulator = new SimulatorServer(createDemoReply(Number(pace)));
  await simulator.start(Number(port), host);
  process.stdout.write(`The simulator listens at ${simulator.origin}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void simulator.stop().then(() => process.exit(0));
    });
  }
}

void start();
