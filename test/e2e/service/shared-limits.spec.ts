import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { ask, postChat } from '../../support/chat';
import { GatewayProcess } from '../../support/gateway-process';
import { readLimited, startEndless, statusesOf, untilMinuteHasRoom } from '../../support/limits';
import { describeWith } from '../../support/machine';
import { RedisServer } from '../../support/redis-server';
import { Stack } from '../../support/stack';

const UP = '"event":"shared_limits_up"';
const DOWN = '"event":"shared_limits_down"';

function times(gateway: GatewayProcess, text: string): number {
  return gateway.output.split(text).length - 1;
}

/** Waits until a line was logged so many times. */
async function logged(gateway: GatewayProcess, text: string, count = 1): Promise<void> {
  await gateway.outputMatching(new RegExp(Array.from({ length: count }, () => text).join('[^]*')));
}

/** Two replicas in front of one upstream. */
class Replicas {
  private constructor(
    readonly stack: Stack,
    readonly second: GatewayProcess,
  ) {}

  static async start(environment: Readonly<Record<string, string>>): Promise<Replicas> {
    const stack = await Stack.start(environment);
    const second = await GatewayProcess.start({
      API_ENDPOINT: stack.simulator.chatUrl,
      DEBUG_LOGGING: 'false',
      ...environment,
    });
    const replicas = new Replicas(stack, second);
    await Promise.all(replicas.all.map((gateway) => logged(gateway, UP)));
    return replicas;
  }

  get all(): readonly GatewayProcess[] {
    return [this.stack.gateway, this.second];
  }

  get origins(): readonly [string, string] {
    return [this.stack.origin, this.second.origin];
  }

  async stop(): Promise<void> {
    await this.second.stop();
    await this.stack.stop();
  }
}

describeWith(['redis-server'], 'limits that replicas share in a Redis', () => {
  let redis: RedisServer;

  beforeEach(async () => {
    redis = await RedisServer.start();
    await untilMinuteHasRoom();
  });

  afterEach(async () => {
    await redis.stop();
  });

  it('should count requests and tokens of all replicas together', async () => {
    const replicas = await Replicas.start({
      REDIS_URL: redis.url,
      KEY_RPM: '4',
      KEY_TPM: '100000',
    });
    const [first, second] = replicas.origins;
    expect(await statusesOf([first, second, first])).toEqual([200, 200, 200]);
    const fourth = await postChat(second, ask('x', { max_tokens: 90_000 }));
    expect(fourth.headers.get('x-ratelimit-remaining-requests')).toBe('0');
    const left = Number(fourth.headers.get('x-ratelimit-remaining-tokens'));
    expect(left).toBeGreaterThan(9000);
    expect(left).toBeLessThan(10_000);
    for (const origin of replicas.origins) await readLimited(await postChat(origin, ask('x')));
    await replicas.stop();
  });

  it('should count the requests in progress of all replicas together', async () => {
    const replicas = await Replicas.start({ REDIS_URL: redis.url, KEY_CONCURRENCY: '1' });
    const [first, second] = replicas.origins;
    const { exchange, leave } = await startEndless(replicas.stack, first);
    await readLimited(await postChat(second, ask('x')));
    leave();
    await exchange.closed;
    // The slot is freed in Redis right after it is freed here.
    let [status] = await statusesOf([second]);
    while (status !== 200) [status] = await statusesOf([second]);
    await replicas.stop();
  });

  it('should free the slots of a replica that crashed once their lease lapses', async () => {
    const replicas = await Replicas.start({ REDIS_URL: redis.url, KEY_CONCURRENCY: '1' });
    const { exchange } = await startEndless(replicas.stack);
    const crashed = replicas.stack.gateway;
    crashed.signal('SIGKILL');
    await Promise.all([crashed.exited(), exchange.closed]);
    expect(await statusesOf([replicas.second.origin])).toEqual([429]);
    await redis.use(async (client) => {
      const [slots = ''] = await client.keys('glm-gateway:slots:*');
      const [lease = '', lapse] = await client.zrange(slots, '0', '-1', 'WITHSCORES');
      expect(Number(lapse) - Date.now()).toBeLessThanOrEqual(30_000);
      // Half a minute passes.
      await client.zadd(slots, String(Date.now() - 1), lease);
    });
    expect(await statusesOf([replicas.second.origin])).toEqual([200]);
    await replicas.stop();
  });

  it('should become local when it dies, and shared again when it is back', async () => {
    const replicas = await Replicas.start({ REDIS_URL: redis.url, KEY_RPM: '3' });
    const [first, second] = replicas.origins;
    expect(await statusesOf([first, second, first, second])).toEqual([200, 200, 200, 429]);
    await redis.stop();
    await Promise.all(replicas.all.map((gateway) => logged(gateway, DOWN)));
    await untilMinuteHasRoom();
    const local = await statusesOf([first, second, first, second, first, second, first, second]);
    expect(local).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
    for (const origin of replicas.origins) {
      expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
    }
    redis = await RedisServer.start(redis.port);
    await Promise.all(replicas.all.map((gateway) => logged(gateway, UP, 2)));
    await untilMinuteHasRoom();
    expect(await statusesOf([first, second, second, first])).toEqual([200, 200, 200, 429]);
    for (const gateway of replicas.all) expect(times(gateway, DOWN)).toBe(1);
    await replicas.stop();
  });

  it('should make hardly anybody wait while it hangs', async () => {
    const replicas = await Replicas.start({
      REDIS_URL: redis.url,
      KEY_RPM: '1000',
      KEY_TPM: '1000000',
      KEY_CONCURRENCY: '10',
    });
    const [first] = replicas.origins;
    await statusesOf([first, first]);
    redis.freeze();
    const requests = 30;
    const start = performance.now();
    const statuses = await statusesOf(Array.from({ length: requests }, () => first));
    const time = performance.now() - start;
    expect(new Set(statuses)).toEqual(new Set([200]));
    // Every one of them would take 300 ms if it waited three times for as long as it may.
    expect(time / requests).toBeLessThan(100);
    await logged(replicas.stack.gateway, DOWN);
    redis.resume();
    await logged(replicas.stack.gateway, UP, 2);
    expect(times(replicas.stack.gateway, DOWN)).toBe(1);
    await replicas.stop();
  });

  it('should stay local when it takes no writes, and say so once', async () => {
    await redis.use((client) => client.config('SET', 'maxmemory', '1'));
    const stack = await Stack.start({ REDIS_URL: redis.url, KEY_RPM: '1' });
    const { gateway } = stack;
    await logged(gateway, '"reason":"OOM"');
    expect(await statusesOf([stack.origin, stack.origin])).toEqual([200, 429]);
    await redis.use((client) => client.config('SET', 'maxmemory', '0'));
    await logged(gateway, UP);
    expect(times(gateway, DOWN)).toBe(1);
    await stack.stop();
  });
});

describeWith(['redis-server'], 'a Redis that refuses the password', () => {
  it('should leave the limits local, and not see the password logged', async () => {
    const redis = await RedisServer.start(0, 'right-password');
    const url = `redis://canary-user:canary-password@127.0.0.1:${String(redis.port)}`;
    const stack = await Stack.start({ REDIS_URL: url, KEY_RPM: '1' });
    await untilMinuteHasRoom();
    await logged(stack.gateway, '"reason":"WRONGPASS"');
    expect(await statusesOf([stack.origin, stack.origin])).toEqual([200, 429]);
    expect(stack.gateway.output).not.toContain('canary');
    await stack.stop();
    await redis.stop();
  });
});

describe('a Redis that is not there', () => {
  it('should leave the limits local from the start, and the service ready', async () => {
    const stack = await Stack.start({
      REDIS_URL: 'redis://:canary-password@127.0.0.1:1',
      KEY_RPM: '1',
      KEY_CONCURRENCY: '2',
    });
    await untilMinuteHasRoom();
    await logged(stack.gateway, DOWN);
    expect((await fetch(`${stack.origin}/health/ready`)).status).toBe(200);
    expect(await statusesOf([stack.origin, stack.origin])).toEqual([200, 429]);
    expect(stack.gateway.output).not.toContain('canary');
    stack.gateway.signal('SIGTERM');
    expect(await stack.gateway.exited()).toBe(0);
    await stack.stop();
  });
});

describe('a Redis that takes connections and says nothing', () => {
  it('should make nobody wait', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const stack = await Stack.start({
      REDIS_URL: `redis://127.0.0.1:${String(port)}`,
      KEY_RPM: '1',
      KEY_CONCURRENCY: '2',
    });
    await untilMinuteHasRoom();
    expect(await statusesOf([stack.origin, stack.origin])).toEqual([200, 429]);
    // It is given up and tried again, and one line is enough.
    await logged(stack.gateway, DOWN);
    while (sockets.length < 2) await once(server, 'connection');
    expect(times(stack.gateway, DOWN)).toBe(1);
    await stack.stop();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});
