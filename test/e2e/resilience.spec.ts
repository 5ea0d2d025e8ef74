import type { SimulatedExchange } from '../../src/simulator/simulated-exchange';
import { answerWith } from '../../src/simulator/answer';
import { ask, postChat } from '../support/chat';
import { askInVain, speak, streamInVain } from '../support/faults';
import { TEST_KEY } from '../support/gateway-process';
import { readError } from '../support/read-error';
import { readStream } from '../support/read-sse';
import { SimulatorServer } from '../../src/simulator/simulator-server';
import { Stack } from '../support/stack';
import { withTemporaryFile } from '../support/temporary-file';

const ways = [{ stream: true }, { stream: false }];

const fail = (exchange: SimulatedExchange): void => {
  exchange.answer(500, 'text/plain', '');
};

const reset = (exchange: SimulatedExchange): void => {
  exchange.reset();
};

interface State {
  readonly name: string;
  readonly circuit: string;
  readonly failures_in_a_row: number;
}

async function upstreamStates(stack: Stack): Promise<readonly State[]> {
  const headers = { authorization: `Bearer ${TEST_KEY}` };
  const response = await fetch(`${stack.origin}/upstream/status`, { headers });
  return ((await response.json()) as { readonly upstreams: readonly State[] }).upstreams;
}

describe('retries', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ UPSTREAM_RETRIES: '2', ANONYMOUS_MODE: 'false' });
  });

  afterAll(async () => {
    await stack.stop();
  });

  const countedBy = async (act: () => Promise<void>): Promise<number> => {
    const before = stack.simulator.exchanges.length;
    await act();
    return stack.simulator.exchanges.length - before;
  };

  it.each(ways)('should hide a failure that passes from the client, %j', async (mode) => {
    stack.simulator.enqueue(reset);
    stack.simulator.enqueue(fail);
    const asked = await countedBy(async () => {
      const response = await postChat(stack.origin, ask('x', mode));
      expect(response.status).toBe(200);
      expect(await response.text()).toContain(' there.');
    });
    expect(asked).toBe(3);
  });

  it('should end, with the last failure', async () => {
    for (let count = 0; count < 3; count += 1) stack.simulator.enqueue(fail);
    const asked = await countedBy(async () => {
      const { status, error } = await askInVain(stack, {});
      expect(status).toBe(502);
      expect(error.code).toBe('upstream_error');
    });
    expect(asked).toBe(3);
  });

  it('should wait no longer than makes sense, and pass on when to come back', async () => {
    stack.simulator.enqueue((exchange) => {
      exchange.answer(503, 'text/plain', '', { 'retry-after': '30' });
    });
    const asked = await countedBy(async () => {
      const { status, headers } = await askInVain(stack, {});
      expect(status).toBe(503);
      expect(headers.get('retry-after')).toBe('30');
    });
    expect(asked).toBe(1);
  });

  it('should not be made once there was output', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.end();
    });
    const asked = await countedBy(async () => {
      expect((await streamInVain(stack)).error?.['code']).toBe('upstream_incomplete');
    });
    expect(asked).toBe(1);
  });
});

describe('a retry', () => {
  // A gateway of its own: a refused key rests.
  it.each([400, 403, 429])('should not be made after a %i', async (status) => {
    const stack = await Stack.start({ UPSTREAM_RETRIES: '2', ANONYMOUS_MODE: 'false' });
    stack.simulator.enqueue((exchange) => {
      exchange.answer(status, 'text/plain', '');
    });
    await askInVain(stack, {});
    expect(stack.simulator.exchanges).toHaveLength(1);
    await stack.stop();
  });
});

describe('an upstream that keeps failing', () => {
  let stack: Stack;

  beforeEach(async () => {
    stack = await Stack.start({
      BREAKER_FAILURES: '3',
      BREAKER_OPEN_MS: '1500',
      ANONYMOUS_MODE: 'false',
    });
  });

  afterEach(async () => {
    await stack.stop();
  });

  it('should be left alone for a while, and then be used again', async () => {
    for (let count = 0; count < 3; count += 1) {
      stack.simulator.enqueue(fail);
      expect((await askInVain(stack, {})).status).toBe(502);
    }
    const asked = stack.simulator.exchanges.length;
    for (const mode of ways) {
      const { status, headers, error } = await askInVain(stack, mode);
      expect(status).toBe(503);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(error).toMatchObject({ type: 'upstream_error', code: 'upstream_circuit_open' });
    }
    expect(stack.simulator.exchanges).toHaveLength(asked);
    expect(await upstreamStates(stack)).toMatchObject([{ circuit: 'open', failures_in_a_row: 3 }]);
    expect((await fetch(`${stack.origin}/health/ready`)).status).toBe(200);

    let response = await postChat(stack.origin, ask('x'));
    while (response.status === 503) {
      await response.text();
      response = await postChat(stack.origin, ask('x'));
    }
    expect(response.status).toBe(200);
    expect(stack.simulator.exchanges).toHaveLength(asked + 1);
    expect(await upstreamStates(stack)).toMatchObject([{ circuit: 'closed' }]);
    await stack.gateway.outputMatching(/"circuit".*"open"/);
  });

  it('should not be taken for one because of clients that leave or ask for nonsense', async () => {
    for (let count = 0; count < 4; count += 1) {
      stack.simulator.enqueue(() => undefined);
      const arrived = stack.simulator.nextExchange();
      const leaving = new AbortController();
      const answer = postChat(stack.origin, ask('x'), { signal: leaving.signal });
      const exchange = await arrived;
      leaving.abort();
      await expect(answer).rejects.toThrow();
      await exchange.closed;
      stack.simulator.enqueue((refused) => {
        refused.answer(400, 'application/json', '{"detail":"No."}');
      });
      await askInVain(stack, { stream: true });
    }
    expect((await postChat(stack.origin, ask('x'))).status).toBe(200);
    expect(await upstreamStates(stack)).toMatchObject([{ circuit: 'closed' }]);
  });
});

describe('a failing upstream that is not the only one', () => {
  it('should be passed over without being asked', async () => {
    const other = new SimulatorServer(answerWith({ answer: 'From the other one.' }));
    await other.start();
    const first = new SimulatorServer(fail);
    await first.start();
    const upstreams = [
      { name: 'first', protocol: 'web', url: first.chatUrl },
      { name: 'other', protocol: 'web', url: other.chatUrl },
    ];
    const stack = await withTemporaryFile(JSON.stringify(upstreams), (path) =>
      Stack.start({
        UPSTREAMS_FILE: path,
        API_ENDPOINT: '',
        BREAKER_FAILURES: '2',
        UPSTREAM_RETRIES: '1',
      }),
    );
    for (let count = 0; count < 4; count += 1) {
      const response = await postChat(stack.origin, ask('x'));
      expect(response.headers.get('x-upstream')).toBe('other');
      expect(await response.text()).toContain('From the other one.');
    }
    // Twice until its circuit opened; never twice for one request, because there is another one.
    expect(first.exchanges).toHaveLength(2);
    expect(await upstreamStates(stack)).toMatchObject([
      { name: 'first', circuit: 'open', failures_in_a_row: 2 },
      { name: 'other', circuit: 'closed' },
    ]);
    await Promise.all([stack.stop(), first.stop(), other.stop()]);
  });
});

describe('an upstream that never comes to an end', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ GENERATION_TIMEOUT_MS: '700' }, async (exchange) => {
      while (!exchange.isClosed) {
        speak(exchange, 'and ');
        await exchange.pause(50);
      }
    });
  });

  afterAll(async () => {
    await stack.stop();
  });

  it('should be cut in a stream', async () => {
    const arrived = stack.simulator.nextExchange();
    const response = await postChat(stack.origin, ask('x', { stream: true }));
    const stream = await readStream(response);
    expect(stream.text).toMatch(/^(and )+$/);
    expect(stream.error).toMatchObject({ type: 'upstream_error', code: 'generation_timeout' });
    expect(stream).toMatchObject({ isDone: false, finishReasons: [] });
    await (
      await arrived
    ).closed;
  });

  it('should be reported as a time-out instead of a document', async () => {
    const arrived = stack.simulator.nextExchange();
    const response = await postChat(stack.origin, ask('x'));
    expect(response.status).toBe(504);
    expect((await readError(response)).code).toBe('generation_timeout');
    await (
      await arrived
    ).closed;
  });
});
