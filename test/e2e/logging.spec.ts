import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { CANARY, speak } from '../support/faults';
import { TEST_KEY } from '../support/gateway-process';
import { chatHead, RawClient } from '../support/raw-client';
import { UPSTREAM_KEY } from '../support/upstream-under-test';

interface Line {
  readonly message: Readonly<Record<string, unknown>>;
}

describe('debug logging', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ DEBUG_LOGGING: 'true' });
  });

  afterAll(async () => {
    await stack.stop();
  });

  /** The lines about one exchange, once it is over. */
  const linesOf = async (response: Response): Promise<readonly Line['message'][]> => {
    const id = response.headers.get('x-request-id') ?? '';
    await response.text();
    await stack.gateway.outputMatching(new RegExp(`"event":"response","request_id":"${id}".*\n`));
    return (stack.gateway.logLines as unknown as readonly Line[])
      .map(({ message }) => message)
      .filter((message) => message['request_id'] === id);
  };

  it.each([{ stream: true }, { stream: false }])(
    'should give one line to a request and one to its end, %j',
    async (mode) => {
      const response = await postChat(stack.origin, ask('How are you?', mode));
      const [request, end, ...more] = await linesOf(response);
      expect(more).toEqual([]);
      expect(request).toMatchObject({
        event: 'request',
        method: 'POST',
        path: '/v1/chat/completions',
        key_id: expect.stringMatching(/^key_[0-9a-f]{12}$/) as string,
        model: 'GLM-4.5',
        stream: mode.stream,
        messages: 1,
      });
      expect(end).toMatchObject({
        event: 'response',
        status: 200,
        outcome: 'completed',
        duration_ms: expect.any(Number) as number,
        time_to_first_output_ms: expect.any(Number) as number,
        finish_reason: 'stop',
        usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5, estimated: false },
      });
    },
  );

  it('should tell how a request failed', async () => {
    stack.simulator.enqueue((exchange) => {
      exchange.answer(500, 'text/html', CANARY);
    });
    const [, end] = await linesOf(await postChat(stack.origin, ask('x', { stream: true })));
    expect(end).toMatchObject({ status: 502, outcome: 'failed', error_code: 'upstream_error' });
    const [, invalid] = await linesOf(await postChat(stack.origin, ask('x', { n: 2 })));
    expect(invalid).toMatchObject({ status: 400, error_code: 'unsupported_parameter' });
  });

  it('should tell of a stream that failed midway', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.sayFailure(429, { message: CANARY });
    });
    const [, end] = await linesOf(await postChat(stack.origin, ask('x', { stream: true })));
    expect(end).toMatchObject({ outcome: 'failed', error_code: 'rate_limit_exceeded' });
  });

  it('should tell of a client that left', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const leaving = new AbortController();
    const response = await postChat(stack.origin, ask('x', { stream: true }), {
      signal: leaving.signal,
    });
    leaving.abort();
    const id = response.headers.get('x-request-id') ?? '';
    await stack.gateway.outputMatching(
      new RegExp(`"event":"response","request_id":"${id}".*"outcome":"client-gone"`),
    );
  });

  it.each(['abc-DEF_123', 'x'.repeat(64)])(
    'should keep the id %j that the client gave',
    async (id) => {
      const headers = { 'x-request-id': id };
      const response = await postChat(stack.origin, ask('x'), { headers });
      expect(response.headers.get('x-request-id')).toBe(id);
      expect(await linesOf(response)).toHaveLength(2);
      expect(stack.simulator.exchanges.at(-1)?.headers['x-request-id']).toBe(id);
    },
  );

  it.each(['', 'a b', 'x'.repeat(65), '"}{"', 'a,b', 'a\tb', '../x', '\u00e9'])(
    'should replace the id %j that the client gave',
    async (id) => {
      const client = await RawClient.connect(stack.origin);
      const head = chatHead({ authorization: 'Bearer x', 'content-length': '0' });
      client.write(Buffer.from(head.replace('\r\n', `\r\nX-Request-Id: ${id}\r\n`), 'latin1'));
      const answer = await client.receive('"error"');
      client.destroy();
      const [, given] = /\r\nx-request-id: (.*)\r\n/i.exec(answer) ?? [];
      expect(given).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('should let no text of the client begin a line of its own', async () => {
    const forged = '\n{"level":"fatal","message":"forged"}\n\u001b[2J\r';
    const response = await postChat(stack.origin, ask(forged, { model: `GLM-4.5${forged}` }));
    const [request] = await linesOf(response);
    expect(request).toMatchObject({ model: `GLM-4.5${forged}` });
    expect(stack.gateway.output).not.toMatch(/^\{"level":"fatal"/m);
    expect(stack.gateway.output).not.toContain('\u001b');
    for (const line of stack.gateway.output.trim().split('\n')) expect(line).toMatch(/^\{.*\}$/);
  });

  it('should hold no secret and no whole text', async () => {
    const headers = { cookie: 'session=canary-cookie', 'x-api-key': 'canary-other-key' };
    const prompt = `${'Please read this. '.repeat(20)}canary-prompt`;
    stack.simulator.enqueue((exchange) => {
      speak(exchange, `${'Well, well. '.repeat(20)}canary-answer`);
      exchange.finish();
    });
    await linesOf(await postChat(stack.origin, ask(prompt), { headers }));
    const wrong = { authorization: 'Bearer canary-wrong-key' };
    await (await postChat(stack.origin, ask('x'), { headers: wrong })).text();
    await (await postChat(stack.origin, '{"canary-json":', {})).text();
    await (await fetch(`${stack.origin}/nope?key=canary-query`)).text();
    await linesOf(
      await fetch(`${stack.origin}/v1/models?key=canary-query`, {
        headers: { authorization: `Bearer ${TEST_KEY}` },
      }),
    );
    for (const secret of [TEST_KEY, 'canary', UPSTREAM_KEY, ...stack.simulator.guestTokens]) {
      expect(stack.gateway.output).not.toContain(secret);
    }
  });
});

describe('without debug logging', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ DEBUG_LOGGING: 'false' });
  });

  afterAll(async () => {
    await stack.stop();
  });

  it('should write nothing about requests', async () => {
    const before = stack.gateway.output;
    await (await postChat(stack.origin, ask('x', { stream: true }))).text();
    await (await postChat(stack.origin, ask('x', { n: 2 }))).text();
    await (await fetch(`${stack.origin}/nope`)).text();
    stack.gateway.signal('SIGTERM');
    expect(await stack.gateway.exited()).toBe(0);
    const about = stack.gateway.output.replace(/.*"event":"draining".*\n/, '');
    expect(about).toBe(before);
  });
});
