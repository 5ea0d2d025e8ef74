import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { GatewayProcess, TEST_KEY } from '../../support/gateway-process';
import { withTemporaryFile } from '../../support/temporary-file';

const MAIN = join(__dirname, '..', '..', '..', 'dist', 'main.js');

/** More lines than a pipe and the gateway's own bound hold. */
const MANY = 4_000;

describe('a log that nobody reads', () => {
  it.each([
    ['stuck', (): void => undefined],
    ['closed', (child: ChildProcess): void => void child.stdout?.destroy()],
  ])('should stop neither requests nor the end of the process (%s)', async (_case, spoil) => {
    const { child, origin } = await start();
    child.stdout?.pause();
    spoil(child);
    const flood = async (): Promise<void> => {
      for (let request = 0; request < MANY / 16; request += 1) {
        // A long id makes a long line.
        const headers = { authorization: `Bearer ${TEST_KEY}`, 'x-request-id': 'x'.repeat(64) };
        const response = await fetch(`${origin}/auth/whoami`, { headers });
        expect(response.status).toBe(200);
        await response.arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: 16 }, flood));
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
  });
});

describe('a fault that nobody caught', () => {
  it.each([
    ['uncaughtException', "throw new Error('boom')"],
    ['unhandledRejection', "void Promise.reject(new Error('boom'))"],
  ])('should be one line and the end: %s', async (origin, fault) => {
    const script = `process.on('SIGWINCH', () => { ${fault} })`;
    await withTemporaryFile(script, async (path) => {
      const gateway = await GatewayProcess.start({ NODE_OPTIONS: `--require ${path}` });
      gateway.signal('SIGWINCH');
      expect(await gateway.exited()).toBe(1);
      const [line, ...more] = gateway.logLines.filter(({ level }) => level === 'fatal');
      expect(more).toEqual([]);
      expect(line).toMatchObject({
        event: 'fatal',
        origin,
        error: expect.stringContaining('Error: boom') as string,
      });
    });
  });
});

async function start(): Promise<{ readonly child: ChildProcess; readonly origin: string }> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      LISTEN_HOST: '127.0.0.1',
      LISTEN_PORT: '0',
      AUTH_TOKEN: TEST_KEY,
      DEBUG_LOGGING: 'true',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.setEncoding('utf8');
  let output = '';
  const origin = await new Promise<string>((resolve) => {
    child.stdout.on('data', (text: string) => {
      output += text;
      const address = /"url":"([^"]+)"/.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
  return { child, origin };
}
