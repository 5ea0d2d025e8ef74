import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import Redis from 'ioredis';

/** A real Redis on a port of loopback that writes nothing to disk. */
export class RedisServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    private readonly password: string,
  ) {}

  static async start(port = 0, password = ''): Promise<RedisServer> {
    const chosen = port === 0 ? await freePort() : port;
    const options = ['--port', String(chosen), '--bind', '127.0.0.1', '--save', ''];
    if (password !== '') options.push('--requirepass', password);
    const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    while (!/ready to accept connections/i.test(output)) {
      if (child.exitCode !== null) throw new Error(`redis-server did not start:\n${output}`);
      await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    }
    return new RedisServer(child, chosen, password);
  }

  get url(): string {
    return `redis://127.0.0.1:${String(this.port)}`;
  }

  /** A client of its own, for looking inside. */
  async use<Result>(action: (client: Redis) => Promise<Result>): Promise<Result> {
    const client = new Redis(this.url, { password: this.password, protocol: 2 });
    try {
      return await action(client);
    } finally {
      client.disconnect();
    }
  }

  /** Keeps connections open and answers nothing, until `resume`. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
