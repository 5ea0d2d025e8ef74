import { answerWith } from '../../../src/simulator/answer';
import type { Reply } from '../../../src/simulator/simulator-server';
import { ask, postChat } from '../../support/chat';
import { CANARY } from '../../support/faults';
import { Fleet } from '../../support/fleet';
import { readError } from '../../support/read-error';

const ways = [true, false];
const FAILURE_BODY = JSON.stringify({ error: { code: '1234', message: CANARY } });

/** Refuses with a status and the upstream's own code. */
function refuse(status: number, code?: string): Reply {
  return (exchange) => {
    exchange.refuse(status, { code, message: CANARY });
  };
}

/** Fails before the first output; each kind leaves the request to the next upstream. */
const FAILURES: readonly (readonly [string, Reply])[] = [
  [
    'a connection that is cut',
    (exchange) => {
      exchange.reset();
    },
  ],
  ['500', refuse(500)],
  ['503', refuse(503)],
  ['an unknown model', refuse(400, '1211')],
  ['a prompt that is too long there', refuse(400, '1261')],
  ['an empty answer', answerWith({})],
  [
    'an end without finish',
    (exchange) => {
      exchange.open();
      exchange.end();
    },
  ],
  [
    'network_error',
    (exchange) => {
      exchange.finish('network_error');
    },
  ],
  [
    'an error event',
    (exchange) => {
      exchange.sayFailure(500, { message: CANARY });
    },
  ],
  [
    'a page',
    (exchange) => {
      exchange.answer(200, 'text/html', CANARY);
    },
  ],
  [
    'an error with status 200',
    (exchange) => {
      exchange.answer(200, 'application/json', FAILURE_BODY);
    },
  ],
  ['silence', () => undefined],
  [
    'silence after the headers',
    (exchange) => {
      exchange.open();
    },
  ],
];

/** Such failures rest the key besides, so that the upstream is not asked again. */
const KEY_FAILURES: readonly (readonly [string, Reply])[] = [
  ['a limit', refuse(429, '1303')],
  ['an account without balance', refuse(429, '1113')],
  ['a refused key', refuse(401, '1000')],
];

describe('an upstream that fails before it says anything', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start(['official', 'vllm', 'web'], { UPSTREAM_TIMEOUT_MS: '1000' });
  });

  afterAll(async () => {
    expect(fleet.gateway.output).not.toContain(CANARY);
    await fleet.stop();
  });

  it.each(FAILURES)('should leave the request to the next one after %s', async (_case, fail) => {
    for (const stream of ways) {
      const before = fleet.upstream('vllm').exchanges.length;
      fleet.script('official', fail);
      const response = await postChat(fleet.origin, ask('Hi', { stream }));
      expect(response.status).toBe(200);
      expect(response.headers.get('x-upstream')).toBe('vllm');
      expect(await response.text()).toContain('vllm');
      expect(fleet.upstream('vllm').exchanges).toHaveLength(before + 1);
    }
    expect(fleet.upstream('web').exchanges).toHaveLength(0);
  });
});

describe('upstreams that fail one after another', () => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start(['official', 'vllm', 'web']);
  });

  afterAll(() => fleet.stop());

  it('should end in the answer of the last one, or in its failure', async () => {
    for (const stream of ways) {
      fleet.script('official', refuse(500), refuse(500));
      fleet.script('vllm', refuse(500), refuse(500));
      const saved = await postChat(fleet.origin, ask('Hi', { stream }));
      expect(saved.headers.get('x-upstream')).toBe('web');
      expect(await saved.text()).toContain('web');
      fleet.script('web', refuse(503));
      const lost = await postChat(fleet.origin, ask('Hi', { stream }));
      expect(lost.status).toBe(503);
      expect(await readError(lost)).toMatchObject({ code: 'upstream_overloaded' });
    }
  });
});

describe.each(KEY_FAILURES)('an upstream that fails with %s', (_case, fail) => {
  it('should leave this request and those that follow to the next one', async () => {
    const fleet = await Fleet.start(['official', 'web']);
    fleet.script('official', fail);
    for (const stream of [...ways, ...ways]) {
      const response = await postChat(fleet.origin, ask('Hi', { stream }));
      expect(response.headers.get('x-upstream')).toBe('web');
      expect(await response.text()).toContain('web');
    }
    expect(fleet.upstream('official').exchanges).toHaveLength(1);
    await fleet.stop();
  });
});

describe('an upstream that is not there', () => {
  it('should leave all requests to the next one', async () => {
    const fleet = await Fleet.start(['official', 'web']);
    await fleet.upstream('official').stop();
    for (const stream of ways) {
      const response = await postChat(fleet.origin, ask('Hi', { stream }));
      expect(response.headers.get('x-upstream')).toBe('web');
      expect(await response.text()).toContain('web');
    }
    await fleet.stop();
  });
});

describe('a web upstream that gives no guest token', () => {
  it('should leave all requests to the next one', async () => {
    const fleet = await Fleet.start(['web', 'vllm']);
    fleet.upstream('web').replyToTokens((_request, response) => response.writeHead(503).end());
    for (const stream of ways) {
      const response = await postChat(fleet.origin, ask('Hi', { stream }));
      expect(response.headers.get('x-upstream')).toBe('vllm');
      expect(await response.text()).toContain('vllm');
    }
    expect(fleet.upstream('web').exchanges).toHaveLength(0);
    await fleet.stop();
  });
});

describe('an upstream that never gives what was demanded', () => {
  it('should leave the request to the next one, after it was asked twice', async () => {
    const fleet = await Fleet.start(['official', 'web']);
    const fields = { response_format: { type: 'json_object' } };
    for (const stream of ways) {
      fleet.script('web', answerWith({ answer: '{"a":1}' }));
      const response = await postChat(fleet.origin, ask('Hi', { stream, ...fields }));
      expect(response.headers.get('x-upstream')).toBe('web');
      expect(await response.text()).toContain('{\\"a\\":1}');
    }
    expect(fleet.upstream('official').exchanges).toHaveLength(4);
    await fleet.stop();
  });
});

describe('a client that leaves while the first upstream is silent', () => {
  it.each(ways)('should have no other one asked (stream: %s)', async (stream) => {
    const fleet = await Fleet.start(['official', 'web']);
    const arrived = fleet.upstream('official').nextExchange();
    fleet.script('official', () => undefined);
    const abort = new AbortController();
    const left = postChat(fleet.origin, ask('Hi', { stream }), { signal: abort.signal });
    const failed = expect(left).rejects.toThrow();
    const exchange = await arrived;
    abort.abort();
    await failed;
    await exchange.closed;
    await postChat(fleet.origin, ask('Hi'));
    expect(fleet.upstream('web').exchanges).toHaveLength(0);
    await fleet.stop();
  });
});
