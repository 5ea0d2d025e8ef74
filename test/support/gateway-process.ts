import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** The key that tests present. */
export const TEST_KEY = 'sk-test-key-of-the-suite';

/** The built service as an operator runs it: a process of its own, with its own environment. */
export class GatewayProcess {
  private text = '';
  private readonly waiting: (() => void)[] = [];

  private constructor(
    private readonly child: ChildProcess,
    /** Base address, such as `http://127.0.0.1:49152`. */
    readonly origin: string,
  ) {}

  /** Starts `dist/main.js` on a free port of loopback and waits until it listens. */
  static async start(environment: Readonly<Record<string, string>>): Promise<GatewayProcess> {
    const child = spawnMain({
      LISTEN_HOST: '127.0.0.1',
      LISTEN_PORT: '0',
      AUTH_TOKEN: TEST_KEY,
      // Most tests script one failure and want to see it; those of resilience turn these on.
      UPSTREAM_RETRIES: '0',
      BREAKER_FAILURES: '0',
      ...environment,
    });
    const output = { text: '' };
    const origin = await new Promise<string>((resolve, reject) => {
      collect(child, (text) => {
        output.text += text;
        const address = /"url":"([^"]+)"/.exec(output.text)?.[1];
        if (address !== undefined) resolve(address);
      });
      child.once('exit', () => {
        reject(new Error(`The gateway did not start:\n${output.text}`));
      });
    });
    const gateway = new GatewayProcess(child, origin);
    gateway.text = output.text;
    collect(child, (text) => {
      gateway.text += text;
      for (const wake of gateway.waiting.splice(0)) wake();
    });
    return gateway;
  }

  get apiUrl(): string {
    return `${this.origin}/v1`;
  }

  /** Everything that the process wrote to its outputs. */
  get output(): string {
    return this.text;
  }

  /** The JSON lines among the output. */
  get logLines(): readonly Readonly<Record<string, unknown>>[] {
    return this.text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  }

  /** Waits until the output holds what `pattern` describes. */
  async outputMatching(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.text);
      if (match !== null) return match;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Bytes of memory that the process holds, as Linux counts them. */
  get residentMemory(): number {
    const status = readFileSync(`/proc/${String(this.child.pid)}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Exit code, once the process has ended. */
  async exited(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      await once(this.child, 'exit');
    }
    return this.child.exitCode;
  }

  async stop(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited();
  }
}

/** Runs `dist/main.js` to its end, for environments with which it must not start. */
export async function runToEnd(
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawnMain(environment);
  let output = '';
  collect(child, (text) => {
    output += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

function spawnMain(environment: Readonly<Record<string, string>>): ChildProcess {
  // The environment of the test run stays out: only PATH is needed to run.
  return spawn(process.execPath, ['--enable-source-maps', join(ROOT, 'dist', 'main.js')], {
    cwd: join(ROOT, 'dist'),
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function collect(child: ChildProcess, take: (text: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', take);
  }
}
