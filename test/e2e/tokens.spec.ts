import type { TokenReply } from '../../src/simulator/simulator-server';
import { ask, postChat } from '../support/chat';
import { Bench } from '../support/bench';
import { askInVain, CANARY, speak, streamInVain } from '../support/faults';
import { httpFixture } from '../support/web-fixtures';

const BACKUP = 'backup-token-of-the-suite';
const UNAUTHORIZED = { detail: { detail: 'Token expired', code: 401 } };

const tokenFaults: readonly (readonly [string, TokenReply])[] = [
  ['fails', (_request, response) => response.writeHead(500).end(CANARY)],
  ['hangs up', (request) => request.socket.destroy()],
  ['redirects', (_request, response) => response.writeHead(302, { location: '/x' }).end()],
  ['answers with a page', (_request, response) => response.end(`<html>${CANARY}</html>`)],
  ['gives no token', (_request, response) => response.end('{"token":null}')],
  ['gives a token that is no header', (_request, response) => response.end('{"token":"a\\nb"}')],
  [
    'answers without end',
    (_request, response) => {
      response.write(`{"token":"${'x'.repeat(200_000)}`);
    },
  ],
];

const answerChat = async (bench: Bench, fields: object = {}): Promise<void> => {
  const response = await postChat(bench.origin, ask('x', fields));
  expect(response.status).toBe(200);
  await response.text();
};

const lastAuthorization = (bench: Bench): string | undefined =>
  bench.simulator.exchanges.at(-1)?.headers.authorization;

describe('guest tokens', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.start();
  });

  afterAll(async () => {
    await bench.stop();
  });

  afterEach(() => {
    bench.simulator.replyToTokens(undefined);
  });

  it('should be fetched once for each request, so that requests share nothing', async () => {
    const { exchanges, guestTokens } = bench.simulator;
    await Promise.all([1, 2, 3].map(() => answerChat(bench)));
    await answerChat(bench, { stream: true });
    expect(guestTokens).toHaveLength(4);
    const used = exchanges.map(({ headers }) => headers.authorization);
    expect([...used].sort()).toEqual(guestTokens.map((token) => `Bearer ${token}`).sort());
    for (const field of ['chat_id', 'id']) {
      expect(new Set(exchanges.map(({ body }) => body[field])).size).toBe(4);
    }
  });

  it('should be fetched anew when the upstream refuses one', async () => {
    const before = bench.upstreamRequests;
    bench.simulator.enqueue((exchange) => {
      exchange.answer(401, 'application/json', httpFixture('401-detail.json'));
    });
    await answerChat(bench);
    expect(bench.upstreamRequests - before).toBe(4);
    expect(lastAuthorization(bench)).toBe(`Bearer ${bench.simulator.guestTokens.at(-1) ?? ''}`);
  });

  it('should be fetched anew when the first event refuses one', async () => {
    const before = bench.upstreamRequests;
    bench.simulator.enqueue((exchange) => {
      exchange.send({ error: UNAUTHORIZED.detail });
      exchange.end();
    });
    await answerChat(bench, { stream: true });
    expect(bench.upstreamRequests - before).toBe(4);
  });

  it('should not be fetched anew once there was output', async () => {
    const before = bench.upstreamRequests;
    bench.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.send({ error: UNAUTHORIZED.detail });
      exchange.end();
    });
    const { error } = await streamInVain(bench);
    expect(error?.['code']).toBe('upstream_refused');
    expect(bench.upstreamRequests - before).toBe(2);
  });

  it.each(tokenFaults)('should be told missing when their source %s', async (_case, reply) => {
    bench.simulator.replyToTokens(reply);
    const chats = bench.simulator.exchanges.length;
    const { status, error } = await askInVain(bench, { stream: true });
    expect(status).toBe(502);
    expect(error.message).toContain('https://api.z.ai/');
    expect(error.message).toContain('BACKUP_TOKEN');
    expect(bench.simulator.exchanges).toHaveLength(chats);
  });
});

describe('guest tokens that may be reused', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.start({ ANONYMOUS_TOKEN_TTL_S: '600' });
  });

  afterAll(async () => {
    await bench.stop();
  });

  it('should serve several requests', async () => {
    await answerChat(bench);
    await answerChat(bench, { stream: true });
    expect(bench.simulator.guestTokens).toHaveLength(1);
    const ids = bench.simulator.exchanges.map(({ body }) => body['chat_id']);
    expect(new Set(ids).size).toBe(2);
  });

  it('should be dropped when the upstream refuses one', async () => {
    bench.simulator.enqueue((exchange) => {
      exchange.answer(401, 'application/json', '{}');
    });
    await answerChat(bench);
    await answerChat(bench);
    expect(bench.simulator.guestTokens).toHaveLength(2);
    expect(lastAuthorization(bench)).toBe('Bearer guest-token-2');
  });
});

describe('the backup token', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.start({ BACKUP_TOKEN: BACKUP });
  });

  afterAll(async () => {
    expect(bench.gateway.output).not.toContain(BACKUP);
    await bench.stop();
  });

  afterEach(() => {
    bench.simulator.replyToTokens(undefined);
  });

  it('should stay unused while guest tokens can be had', async () => {
    await answerChat(bench);
    expect(lastAuthorization(bench)).toBe('Bearer guest-token-1');
  });

  it.each(tokenFaults)(
    'should be used when the source of guest tokens %s',
    async (_case, reply) => {
      bench.simulator.replyToTokens(reply);
      await answerChat(bench);
      expect(lastAuthorization(bench)).toBe(`Bearer ${BACKUP}`);
    },
  );

  it('should not be tried twice when the upstream refuses it', async () => {
    bench.simulator.replyToTokens((_request, response) => response.writeHead(500).end());
    const chats = bench.simulator.exchanges.length;
    bench.simulator.enqueue((exchange) => {
      exchange.answer(401, 'application/json', '{}');
    });
    const { error } = await askInVain(bench, {});
    expect(error.code).toBe('upstream_refused');
    expect(bench.simulator.exchanges).toHaveLength(chats + 1);
  });
});

describe.each([
  [BACKUP, `Bearer ${BACKUP}`],
  ['', undefined],
])('without anonymous mode and with %j for a backup token', (token, authorization) => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.start({ ANONYMOUS_MODE: 'false', BACKUP_TOKEN: token });
  });

  afterAll(async () => {
    await bench.stop();
  });

  it('should fetch no guest token', async () => {
    await answerChat(bench);
    expect(bench.simulator.guestTokens).toHaveLength(0);
    expect(lastAuthorization(bench)).toBe(authorization);
  });
});
