import type { TokenReply } from '../../../src/simulator/simulator-server';
import { ask, postChat } from '../../support/chat';
import { Stack } from '../../support/stack';
import { askInVain, CANARY, speak, streamInVain } from '../../support/faults';
import { httpFixture } from '../../support/web-fixtures';

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

const answerChat = async (stack: Stack, fields: object = {}): Promise<void> => {
  const response = await postChat(stack.origin, ask('x', fields));
  expect(response.status).toBe(200);
  await response.text();
};

const lastAuthorization = (stack: Stack): string | undefined =>
  stack.simulator.exchanges.at(-1)?.headers.authorization;

describe('guest tokens', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    await stack.stop();
  });

  afterEach(() => {
    stack.simulator.replyToTokens(undefined);
  });

  it('should be fetched once for each request, so that requests share nothing', async () => {
    const { exchanges, guestTokens } = stack.simulator;
    await Promise.all([1, 2, 3].map(() => answerChat(stack)));
    await answerChat(stack, { stream: true });
    expect(guestTokens).toHaveLength(4);
    const used = exchanges.map(({ headers }) => headers.authorization);
    expect([...used].sort()).toEqual(guestTokens.map((token) => `Bearer ${token}`).sort());
    for (const field of ['chat_id', 'id']) {
      expect(new Set(exchanges.map(({ body }) => body[field])).size).toBe(4);
    }
  });

  it('should be fetched anew when the upstream refuses one', async () => {
    const before = stack.upstreamRequests;
    stack.simulator.enqueue((exchange) => {
      exchange.answer(401, 'application/json', httpFixture('401-detail.json'));
    });
    await answerChat(stack);
    expect(stack.upstreamRequests - before).toBe(4);
    expect(lastAuthorization(stack)).toBe(`Bearer ${stack.simulator.guestTokens.at(-1) ?? ''}`);
  });

  it('should be fetched anew when the first event refuses one', async () => {
    const before = stack.upstreamRequests;
    stack.simulator.enqueue((exchange) => {
      exchange.send({ error: UNAUTHORIZED.detail });
      exchange.end();
    });
    await answerChat(stack, { stream: true });
    expect(stack.upstreamRequests - before).toBe(4);
  });

  it('should not be fetched anew once there was output', async () => {
    const before = stack.upstreamRequests;
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.send({ error: UNAUTHORIZED.detail });
      exchange.end();
    });
    const { error } = await streamInVain(stack);
    expect(error?.['code']).toBe('upstream_refused');
    expect(stack.upstreamRequests - before).toBe(2);
  });

  it.each(tokenFaults)('should be told missing when their source %s', async (_case, reply) => {
    stack.simulator.replyToTokens(reply);
    const chats = stack.simulator.exchanges.length;
    const { status, error } = await askInVain(stack, { stream: true });
    expect(status).toBe(502);
    expect(error.message).toContain('https://api.z.ai/');
    expect(error.message).toContain('BACKUP_TOKEN');
    expect(stack.simulator.exchanges).toHaveLength(chats);
  });
});

describe('guest tokens that may be reused', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ ANONYMOUS_TOKEN_TTL_S: '600' });
  });

  afterAll(async () => {
    await stack.stop();
  });

  it('should serve several requests', async () => {
    await answerChat(stack);
    await answerChat(stack, { stream: true });
    expect(stack.simulator.guestTokens).toHaveLength(1);
    const ids = stack.simulator.exchanges.map(({ body }) => body['chat_id']);
    expect(new Set(ids).size).toBe(2);
  });

  it('should be dropped when the upstream refuses one', async () => {
    stack.simulator.enqueue((exchange) => {
      exchange.answer(401, 'application/json', '{}');
    });
    await answerChat(stack);
    await answerChat(stack);
    expect(stack.simulator.guestTokens).toHaveLength(2);
    expect(lastAuthorization(stack)).toBe('Bearer guest-token-2');
  });
});

describe('the backup token', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ BACKUP_TOKEN: BACKUP, DEBUG_LOGGING: 'true' });
  });

  afterAll(async () => {
    // Neither the credentials nor what their source said belongs in a log.
    for (const secret of [BACKUP, CANARY, ...stack.simulator.guestTokens]) {
      expect(stack.gateway.output).not.toContain(secret);
    }
    await stack.stop();
  });

  afterEach(() => {
    stack.simulator.replyToTokens(undefined);
  });

  it('should stay unused while guest tokens can be had', async () => {
    await answerChat(stack);
    expect(lastAuthorization(stack)).toBe('Bearer guest-token-1');
  });

  it.each(tokenFaults)(
    'should be used when the source of guest tokens %s',
    async (_case, reply) => {
      stack.simulator.replyToTokens(reply);
      await answerChat(stack);
      expect(lastAuthorization(stack)).toBe(`Bearer ${BACKUP}`);
    },
  );

  it('should not be tried twice when the upstream refuses it', async () => {
    stack.simulator.replyToTokens((_request, response) => response.writeHead(500).end());
    const chats = stack.simulator.exchanges.length;
    stack.simulator.enqueue((exchange) => {
      exchange.answer(401, 'application/json', '{}');
    });
    const { error } = await askInVain(stack, {});
    expect(error.code).toBe('upstream_refused');
    expect(stack.simulator.exchanges).toHaveLength(chats + 1);
  });
});

describe.each([
  [BACKUP, `Bearer ${BACKUP}`],
  ['', undefined],
])('without anonymous mode and with %j for a backup token', (token, authorization) => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ ANONYMOUS_MODE: 'false', BACKUP_TOKEN: token });
  });

  afterAll(async () => {
    await stack.stop();
  });

  it('should fetch no guest token', async () => {
    await answerChat(stack);
    expect(stack.simulator.guestTokens).toHaveLength(0);
    expect(lastAuthorization(stack)).toBe(authorization);
  });
});
