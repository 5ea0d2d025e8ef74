import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { GatewayProcess } from '../../support/gateway-process';

const PROBE = join(__dirname, '..', '..', '..', 'dist', 'health', 'probe.js');

/** Exit code of the health check of the image, for a service on `port`. */
async function probe(port: string): Promise<number | null> {
  const child = spawn(process.execPath, [PROBE], {
    cwd: join(__dirname, '..', '..', '..', 'dist'),
    env: { PATH: process.env['PATH'], LISTEN_PORT: port },
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

describe('health check of the image', () => {
  it('should pass while the gateway serves, and fail when it is gone', async () => {
    const gateway = await GatewayProcess.start({});
    const { port } = new URL(gateway.origin);
    expect(await probe(port)).toBe(0);
    await gateway.stop();
    expect(await probe(port)).toBe(1);
  });

  it('should fail when something else answers', async () => {
    const other = createServer((_request, response) => response.writeHead(404).end());
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    expect(await probe(String((other.address() as AddressInfo).port))).toBe(1);
    other.close();
  });
});
