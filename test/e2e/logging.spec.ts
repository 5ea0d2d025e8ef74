import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { CANARY, speak } from '../support/faults';
import { endOf, type Line } from '../support/log-lines';
import { TEST_KEY } from '../support/gateway-process';
import { chatHead, RawClient } from '../support/raw-client';
import { UPSTREAM_KEY, upstreamUnderTest } from '../support/upstream-under-test';

describe('debug logging', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ DEBUG_LOGGING: 'true' });
  });

  afterAll(async () => {
    await stack.stop();
  });

  /** The lines about one exchange, once it is over. */
  const linesOf = async (response: Response): Promise<readonly Line[]> => {
    const id = response.headers.get('x-request-id') ?? '';
    await response.text();
    await endOf(stack, id);
    return stack.gateway.logLines.filter((line) => line['request_id'] === id);
  };

  it.each([{ stream: true }, { stream: false }])(
    'should give a line to a request, its answer and its end, %j',
    async (mode) => {
      const response = await postChat(stack.origin, ask('How are you?', mode));
      const [request, answer, end, ...more] = await linesOf(response);
      expect(more).toEqual([]);
      expect(request).toMatchObject({
        level: 'debug',
        event: 'request',
        method: 'POST',
        path: '/v1/chat/completions',
        key_id: expect.stringMatching(/^key_[0-9a-f]{12}$/) as string,
        model: 'GLM-4.5',
        stream: mode.stream,
        messages: 1,
        excerpt: 'How are you?',
      });
      expect(answer).toMatchObject({ level: 'debug', event: 'answer', excerpt: 'Hello there.' });
      expect(end).toEqual({
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
        context: 'Http',
        event: 'response',
        request_id: response.headers.get('x-request-id'),
        key_id: request?.['key_id'],
        method: 'POST',
        route: '/v1/chat/completions',
        status: 200,
        outcome: 'completed',
        error_code: null,
        duration_ms: expect.any(Number) as number,
        model: 'GLM-4.5',
        stream: mode.stream,
        upstream: upstreamUnderTest.name,
        upstream_attempts: 1,
        ttft_ms: expect.any(Number) as number,
        finish_reason: 'stop',
        input_tokens: 3,
        output_tokens: 2,
        estimated: false,
        tool_calls: 0,
      });
    },
  );

  it('should tell how a request failed', async () => {
    stack.simulator.enqueue((exchange) => {
      exchange.answer(500, 'text/html', CANARY);
    });
    const [, end] = await linesOf(await postChat(stack.origin, ask('x', { stream: true })));
    expect(end).toMatchObject({
      status: 502,
      outcome: 'failed',
      error_code: 'upstream_error',
    });
    const [, invalid] = await linesOf(await postChat(stack.origin, ask('x', { n: 2 })));
    expect(invalid).toMatchObject({
      status: 400,
      outcome: 'rejected',
      error_code: 'unsupported_parameter',
      upstream_attempts: 0,
    });
  });

  it('should tell of a stream that failed midway', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.sayFailure(429, { message: CANARY });
    });
    const lines = await linesOf(await postChat(stack.origin, ask('x', { stream: true })));
    expect(lines.at(-1)).toMatchObject({
      status: 200,
      outcome: 'failed',
      error_code: 'rate_limit_exceeded',
      finish_reason: null,
    });
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
    expect(await endOf(stack, id)).toMatchObject({ status: 200, outcome: 'client-gone' });
  });

  it('should tell of a client that left before there was anything', async () => {
    const asked = new Promise<void>((resolve) => {
      stack.simulator.enqueue(() => {
        resolve();
      });
    });
    const leaving = new AbortController();
    const headers = { 'x-request-id': 'left-early' };
    const pending = postChat(stack.origin, ask('x'), { headers, signal: leaving.signal });
    await asked;
    leaving.abort();
    await expect(pending).rejects.toThrow();
    expect(await endOf(stack, 'left-early')).toMatchObject({
      status: 499,
      outcome: 'client-gone',
      upstream_attempts: 1,
    });
  });

  it('should tell of a request without a key, and of a path that there is not', async () => {
    const unknown = await linesOf(
      await postChat(stack.origin, ask('x'), { headers: { authorization: 'Bearer canary' } }),
    );
    expect(unknown).toEqual([
      expect.objectContaining({
        status: 401,
        outcome: 'rejected',
        error_code: 'invalid_api_key',
        key_id: null,
      }),
    ]);
    const [nowhere] = await linesOf(await fetch(`${stack.origin}/canary`));
    expect(nowhere).toMatchObject({ status: 404, route: 'unmatched', outcome: 'rejected' });
  });

  it('should write the path of a route as it is declared', async () => {
    const headers = { authorization: `Bearer ${TEST_KEY}` };
    const lines = await linesOf(await fetch(`${stack.origin}/v1/models/GLM-4.5`, { headers }));
    expect(lines.at(-1)).toMatchObject({ route: '/v1/models/*id', outcome: 'completed' });
  });

  it.each(['abc-DEF_123', 'x'.repeat(64)])(
    'should keep the id %j that the client gave',
    async (id) => {
      const headers = { 'x-request-id': id };
      const response = await postChat(stack.origin, ask('x'), { headers });
      expect(response.headers.get('x-request-id')).toBe(id);
      expect(await linesOf(response)).toHaveLength(3);
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

  it('should write one line about a request, without any text of it', async () => {
    const response = await postChat(stack.origin, ask('canary-prompt', { stream: true }));
    expect(await response.text()).toContain('there.');
    await endOf(stack, response.headers.get('x-request-id') ?? '');
    await (await fetch(`${stack.origin}/health/live`)).text();
    await (await fetch(`${stack.origin}/metrics`)).text();
    const before = stack.gateway.logLines.length;
    const last = await postChat(stack.origin, ask('canary-prompt', { n: 2 }));
    await last.text();
    await endOf(stack, last.headers.get('x-request-id') ?? '');
    const lines = stack.gateway.logLines.filter(({ context }) => context === 'Http');
    expect(lines.map(({ event, route, status }) => [event, route, status])).toEqual([
      ['response', '/v1/chat/completions', 200],
      ['response', '/v1/chat/completions', 400],
    ]);
    expect(stack.gateway.logLines.length).toBeLessThanOrEqual(before + 1);
    expect(stack.gateway.output).not.toMatch(/canary|there\./);
  });
});
