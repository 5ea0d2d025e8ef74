import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SimulatorServer } from '../../../src/simulator/simulator-server';
import { answerWith } from '../../../src/simulator/answer';
import { ask, postChat } from '../../support/chat';
import { Fleet } from '../../support/fleet';
import { GatewayProcess, TEST_KEY } from '../../support/gateway-process';
import { readError } from '../../support/read-error';

const headers = { authorization: `Bearer ${TEST_KEY}` };

interface Model {
  readonly id: string;
  readonly context_window: number;
}

async function list(origin: string): Promise<readonly string[]> {
  const response = await fetch(`${origin}/v1/models`, { headers });
  expect(response.status).toBe(200);
  return ((await response.json()) as { readonly data: readonly Model[] }).data.map(({ id }) => id);
}

const retrieve = (origin: string, id: string): Promise<Response> =>
  fetch(`${origin}/v1/models/${id}`, { headers });

/** The names that every configuration offers. */
const NAMED = ['GLM-4.5', 'GLM-4.5-Search', 'GLM-4.5-Thinking'];

describe('models that an upstream lists', () => {
  let fleet: Fleet;
  const models = ['my-own-glm', 'my-other-glm'];

  beforeAll(async () => {
    fleet = await Fleet.start([{ dialect: 'vllm', simulator: { models } }], {
      UPSTREAM_MODELS_TTL_S: '600',
    });
  });

  afterAll(() => fleet.stop());

  it('should be listed beside the configured names', async () => {
    expect([...(await list(fleet.origin))].sort()).toEqual([...NAMED, ...models].sort());
  });

  it('should be told of, with the context that the upstream names', async () => {
    const model = (await (await retrieve(fleet.origin, 'my-own-glm')).json()) as Model;
    expect(model).toMatchObject({ id: 'my-own-glm', object: 'model', context_window: 131_072 });
    const missing = await retrieve(fleet.origin, 'glm-4.6');
    expect(missing.status).toBe(404);
    expect(await readError(missing)).toMatchObject({ code: 'model_not_found' });
  });

  it('should chat under their own names, and the first one under the configured ones', async () => {
    const own = await postChat(fleet.origin, ask('Hi', { model: 'my-other-glm' }));
    expect(await own.json()).toMatchObject({ model: 'my-other-glm' });
    expect((await postChat(fleet.origin, ask('Hi', { model: 'GLM-4.5' }))).status).toBe(200);
    expect(fleet.bodies('vllm', 2).map(({ model }) => model)).toEqual([
      'my-other-glm',
      'my-own-glm',
    ]);
  });
});

describe('the list of models of an upstream', () => {
  let server: Server;
  let answer: RequestListener;
  let requests: number;
  let gateway: GatewayProcess;

  beforeEach(async () => {
    requests = 0;
    answer = (_request, response) => response.end(JSON.stringify({ data: [{ id: 'first' }] }));
    server = createServer((request, response) => {
      requests += 1;
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    await gateway.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const start = async (timeToLive: string): Promise<void> => {
    const { port } = server.address() as AddressInfo;
    gateway = await GatewayProcess.start({
      API_ENDPOINT: `http://127.0.0.1:${String(port)}/v1`,
      UPSTREAM_API_KEY: 'canary-key',
      UPSTREAM_MODELS_TTL_S: timeToLive,
      DEBUG_LOGGING: 'false',
    });
  };

  it('should be asked for once while it is fresh, by however many clients', async () => {
    await start('600');
    await Promise.all(Array.from({ length: 8 }, () => list(gateway.origin)));
    expect(await list(gateway.origin)).toContain('first');
    expect(requests).toBe(1);
  });

  it('should be asked for again when it is stale', async () => {
    await start('1');
    expect(await list(gateway.origin)).toContain('first');
    answer = (_request, response) => response.end(JSON.stringify({ data: [{ id: 'second' }] }));
    let models = await list(gateway.origin);
    while (!models.includes('second')) models = await list(gateway.origin);
    expect(models).not.toContain('first');
  });

  it.each<[string, RequestListener]>([
    ['refuses', (_request, response) => response.writeHead(500).end()],
    ['cuts the connection', (request) => request.socket.destroy()],
    ['answers with something else', (_request, response) => response.end('<html>')],
  ])('should stay as it was when the upstream %s', async (_case, failure) => {
    await start('1');
    expect(await list(gateway.origin)).toContain('first');
    answer = failure;
    const asked = requests;
    while (requests === asked) expect(await list(gateway.origin)).toContain('first');
    expect(await list(gateway.origin)).toContain('first');
    await gateway.outputMatching(/model_list_failed/);
    expect(gateway.output).not.toContain('canary-key');
  });

  it('should not be needed to start with', async () => {
    answer = (request) => request.socket.destroy();
    await start('600');
    expect(await list(gateway.origin)).toEqual(NAMED);
  });
});

describe('the models of a configuration', () => {
  let simulator: SimulatorServer;

  beforeAll(async () => {
    simulator = new SimulatorServer(answerWith({ answer: 'Hi' }));
    await simulator.start();
  });

  afterAll(() => simulator.stop());

  it.each([
    ['web', {}, ['GLM-4.5', 'GLM-4.5-Air', 'GLM-4.5V']],
    ['official', { UPSTREAM_API_KEY: 'key' }, ['glm-4.5-air', 'glm-4.6', 'glm-4.7', 'glm-5']],
    ['vllm', {}, NAMED],
  ] as const)('should be those of %s', async (dialect, environment, expected) => {
    const gateway = await GatewayProcess.start({
      API_ENDPOINT: simulator.endpoint(dialect),
      ...environment,
    });
    const models = (await list(gateway.origin)).map((id) => id.toLowerCase());
    expect(models).toEqual(expect.arrayContaining(expected.map((id) => id.toLowerCase())));
    expect(new Set(models).size).toBe(models.length);
    for (const id of expected) expect((await retrieve(gateway.origin, id)).status).toBe(200);
    await gateway.stop();
  });

  it('should be those of all upstreams together, each once', async () => {
    const fleet = await Fleet.start([
      'official',
      { dialect: 'vllm', entry: { models: { mine: 'glm', 'GLM-4.6': 'glm-4.6' } } },
      'web',
    ]);
    const models = (await list(fleet.origin)).map((id) => id.toLowerCase());
    expect(models).toEqual(expect.arrayContaining(['mine', 'glm-4.6', 'glm-5', 'glm-4.5v']));
    expect(new Set(models).size).toBe(models.length);
    await fleet.stop();
  });

  it('should be those that its file lists, and no others', async () => {
    const fleet = await Fleet.start([
      { dialect: 'official', entry: { models: ['glm-4.6', 'GLM-4.5'] } },
    ]);
    expect(await list(fleet.origin)).toEqual([...NAMED, 'glm-4.6']);
    await fleet.stop();
  });
});
