import type { IDeployment } from 'kubernetes-models/apps/v1';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { readManifest, readYaml } from '../../support/deploy-files';
import type { Manifest } from '../../support/kubernetes-types';
import { describeWith } from '../../support/machine';
import { withTemporaryFolder } from '../../support/temporary-file';

const { spec } = readManifest('components/redis/deployment.yaml') as IDeployment & Manifest;
const command = spec?.template.spec?.containers[0]?.command ?? [];
const { services } = readYaml('deploy/docker-compose.yml') as {
  readonly services: { readonly redis: { readonly command: readonly string[] } };
};

/** The answer of a Redis, given the command that the manifests start it with, to one request. */
async function ask(folder: string, request: string, answer: RegExp): Promise<string> {
  const socket = join(folder, 'socket');
  const [program = '', ...options] = command;
  const child = spawn(program, [...options, '--port', '0', '--unixsocket', socket], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    while (!output.includes('is now ready to accept')) await once(child.stdout, 'data');
    const connection = createConnection(socket);
    let reply = '';
    connection.on('data', (text: Buffer) => (reply += text.toString()));
    connection.write(request);
    while (!answer.test(reply)) await once(connection, 'data');
    connection.destroy();
    return reply;
  } finally {
    child.kill();
    if (child.exitCode === null) await once(child, 'exit');
  }
}

describe('Redis of the manifests', () => {
  it('should be the same with Compose and with Kubernetes', () => {
    expect(services.redis.command).toEqual(command);
  });
});

describeWith(['redis-server'], 'Redis as the manifests start it', () => {
  it('should count in a bounded memory and write nothing to disk', async () => {
    const request = ['CONFIG GET save', 'CONFIG GET maxmemory', 'INCR counter', ''].join('\r\n');
    const reply = await withTemporaryFolder((folder) => ask(folder, request, /:1\r\n$/));
    expect(reply.split('\r\n').filter((line) => !/^[$*]/.test(line))).toEqual([
      ...['save', '', 'maxmemory', String(64 * 1024 * 1024), ':1', ''],
    ]);
  });
});
