import type { Reply } from '../../../src/simulator/simulator-server';
import type { SimulatedExchange } from '../../../src/simulator/simulated-exchange';
import { ask, postChat } from '../../support/chat';
import { CANARY } from '../../support/faults';
import { Fleet } from '../../support/fleet';
import { readError } from '../../support/read-error';
import { TEST_KEY } from '../../support/gateway-process';

const keys = ['canary-key-of-one', 'canary-key-of-two', 'canary-key-of-three'];

interface KeyState {
  readonly id: string;
  readonly state: string;
  readonly in_flight: number;
  readonly limit: number | null;
  readonly retry_at: number | null;
}

interface UpstreamState {
  readonly queued: number;
  readonly keys: readonly KeyState[];
}

/** Everything that any client was shown. */
let shown = '';

async function chat(fleet: Fleet, fields: object = {}): Promise<Response> {
  const response = await postChat(fleet.origin, ask('Hi', fields));
  shown += `${JSON.stringify([...response.headers])}${await response.clone().text()}`;
  return response;
}

async function status(fleet: Fleet): Promise<UpstreamState> {
  const headers = { authorization: `Bearer ${TEST_KEY}` };
  const text = await (await fetch(`${fleet.origin}/upstream/status`, { headers })).text();
  shown += text;
  const { upstreams } = JSON.parse(text) as { readonly upstreams: readonly UpstreamState[] };
  const [state] = upstreams;
  if (state === undefined) throw new Error('There is no upstream.');
  return state;
}

/** Refuses as the upstream does with a code of its own. */
function refuse(code: string, httpStatus = 429): Reply {
  return (exchange) => {
    exchange.refuse(httpStatus, { code, message: CANARY });
  };
}

function keyOf({ headers }: SimulatedExchange): string {
  return (headers.authorization ?? '').replace('Bearer ', '');
}

describe('the keys of an upstream', () => {
  let fleet: Fleet;

  const start = async (
    apiKeys: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Fleet> => {
    fleet = await Fleet.start([{ dialect: 'official', entry: { api_keys: apiKeys } }], {
      DEBUG_LOGGING: 'true',
      ...environment,
    });
    return fleet;
  };

  const usedKeys = (): readonly string[] => fleet.upstream('official').exchanges.map(keyOf);

  afterEach(async () => {
    await fleet.stop();
    for (const text of [shown, fleet.gateway.output]) {
      expect(text).not.toContain('canary-key');
      expect(text).not.toContain(CANARY);
    }
    shown = '';
  });

  it('should share the requests evenly', async () => {
    await start(keys);
    for (let count = 0; count < 6; count += 1) expect((await chat(fleet)).status).toBe(200);
    for (const key of keys) expect(usedKeys().filter((used) => used === key)).toHaveLength(2);
    const { keys: states } = await status(fleet);
    expect(states.map(({ state, in_flight: inFlight }) => [state, inFlight])).toEqual(
      keys.map(() => ['ready', 0]),
    );
    expect(new Set(states.map(({ id }) => id)).size).toBe(3);
    for (const { id } of states) expect(id).toMatch(/^key_[0-9a-f]{8}$/);
  });

  it.each([
    ['without balance', '1113', 429, 'benched'],
    ['whose plan is used up', '1308', 429, 'benched'],
    ['that is refused', '1000', 401, 'out'],
    ['whose account is locked', '1112', 401, 'out'],
    ['whose plan has expired', '1309', 429, 'out'],
    ['that asks too often', '1303', 429, 'cooling'],
  ])('should leave out one %s, unseen by the client', async (_case, code, httpStatus, state) => {
    await start(keys);
    fleet.script('official', refuse(code, httpStatus));
    const first = await chat(fleet, { stream: true });
    expect(first.status).toBe(200);
    expect(await first.text()).toContain('official');
    for (let count = 0; count < 4; count += 1) expect((await chat(fleet)).status).toBe(200);
    expect(usedKeys().filter((key) => key === keys[0])).toHaveLength(1);
    const states = (await status(fleet)).keys;
    expect(states.map((key) => key.state)).toEqual([state, 'ready', 'ready']);
    expect(states[0]?.retry_at).toBeGreaterThan(Date.now() / 1000);
  });

  it('should give up when all of them are refused, and not ask again', async () => {
    await start(keys.slice(0, 2));
    fleet.script('official', refuse('1000', 401), refuse('1000', 401));
    for (let count = 0; count < 2; count += 1) {
      const response = await chat(fleet);
      expect(response.status).toBe(502);
      expect(response.headers.get('x-should-retry')).toBe('false');
      expect(await readError(response)).toMatchObject({ code: 'upstream_auth_error' });
    }
    expect(usedKeys()).toEqual(keys.slice(0, 2));
  });

  it('should tell a client when the quota of all of them is renewed', async () => {
    await start(keys.slice(0, 2));
    fleet.script('official', refuse('1113'), refuse('1113'));
    await chat(fleet);
    const response = await chat(fleet);
    expect(response.status).toBe(429);
    expect(await readError(response)).toMatchObject({ code: 'insufficient_quota' });
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(usedKeys()).toHaveLength(2);
  });

  it('should be asked no more at once than is allowed', async () => {
    await start(keys.slice(0, 1), { UPSTREAM_KEY_CONCURRENCY: '1' });
    const upstream = fleet.upstream('official');
    const held = upstream.nextExchange();
    fleet.script('official', () => undefined);
    const first = chat(fleet);
    const exchange = await held;
    const second = chat(fleet);
    while ((await status(fleet)).queued === 0);
    expect((await status(fleet)).keys[0]).toMatchObject({ state: 'busy', in_flight: 1, limit: 1 });
    expect(upstream.exchanges).toHaveLength(1);
    exchange.say('First.');
    exchange.finish();
    expect(await (await first).text()).toContain('First.');
    expect(await (await second).text()).toContain('official');
    expect(await status(fleet)).toMatchObject({ queued: 0, keys: [{ in_flight: 0 }] });
  });

  it('should make a request wait no longer than it may', async () => {
    await start(keys.slice(0, 1), {
      UPSTREAM_KEY_CONCURRENCY: '1',
      UPSTREAM_QUEUE_TIMEOUT_MS: '100',
    });
    const held = fleet.upstream('official').nextExchange();
    fleet.script('official', () => undefined);
    const first = chat(fleet);
    const exchange = await held;
    const response = await chat(fleet);
    expect(response.status).toBe(503);
    expect(await readError(response)).toMatchObject({ code: 'upstream_busy' });
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    exchange.finish();
    await first;
  });

  it('should forget a client that leaves while it waits', async () => {
    await start(keys.slice(0, 1), { UPSTREAM_KEY_CONCURRENCY: '1' });
    const upstream = fleet.upstream('official');
    const held = upstream.nextExchange();
    fleet.script('official', () => undefined);
    const first = chat(fleet);
    const exchange = await held;
    const abort = new AbortController();
    const left = postChat(fleet.origin, ask('Hi'), { signal: abort.signal });
    const failed = expect(left).rejects.toThrow();
    while ((await status(fleet)).queued === 0);
    abort.abort();
    await failed;
    while ((await status(fleet)).queued > 0);
    exchange.say('First.');
    exchange.finish();
    await first;
    expect(upstream.exchanges).toHaveLength(1);
    expect((await status(fleet)).keys[0]).toMatchObject({ state: 'ready', in_flight: 0 });
  });

  it('should free the key of a client that leaves midway', async () => {
    await start(keys.slice(0, 1), { UPSTREAM_KEY_CONCURRENCY: '1' });
    const held = fleet.upstream('official').nextExchange();
    fleet.script('official', () => undefined);
    const abort = new AbortController();
    const left = postChat(fleet.origin, ask('Hi'), { signal: abort.signal });
    const failed = expect(left).rejects.toThrow();
    const exchange = await held;
    abort.abort();
    await failed;
    await exchange.closed;
    expect((await chat(fleet)).status).toBe(200);
  });

  it('should be used less when the upstream complains of too many requests at once', async () => {
    await start(keys.slice(0, 1));
    const upstream = fleet.upstream('official');
    const held = [upstream.nextExchange(), upstream.nextExchange()];
    fleet.script(
      'official',
      () => undefined,
      () => undefined,
      refuse('1302'),
    );
    const running = [chat(fleet), chat(fleet)];
    const exchanges = await Promise.all(held);
    const response = await chat(fleet);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await readError(response)).toMatchObject({ code: 'rate_limit_exceeded' });
    expect((await status(fleet)).keys[0]).toMatchObject({ state: 'busy', in_flight: 2, limit: 2 });
    for (const exchange of exchanges) {
      exchange.say('Done.');
      exchange.finish();
    }
    for (const one of running) expect((await one).status).toBe(200);
  });

  it('should give the slot of a rejected answer to the second one', async () => {
    await start(keys.slice(0, 1), { UPSTREAM_KEY_CONCURRENCY: '1' });
    fleet.script(
      'official',
      (exchange) => {
        exchange.say('No.');
        exchange.finish();
      },
      (exchange) => {
        exchange.say('{"a":1}');
        exchange.finish();
      },
    );
    const response = await chat(fleet, { response_format: { type: 'json_object' } });
    expect(await response.text()).toContain('{\\"a\\":1}');
  });
});
