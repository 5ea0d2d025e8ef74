import { breakOff, CANARY, speak } from '../../support/faults';
import { TEST_KEY } from '../../support/gateway-process';
import {
  askMessage,
  postMessages,
  readMessageError,
  readMessageStream,
} from '../../support/messages';
import { untilMinuteHasRoom } from '../../support/limits';
import { RawClient } from '../../support/raw-client';
import { Stack } from '../../support/stack';
import { refuse } from '../../support/upstream-answers';

const ROUTES = ['/v1/messages', '/v1/messages/count_tokens'];
const image = {
  type: 'image',
  source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' },
};

describe('requests of the Messages API that cannot be served', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ BODY_LIMIT_MB: '1', UPSTREAM_TIMEOUT_MS: '400' });
  });

  afterAll(async () => {
    expect(stack.gateway.output).not.toContain(CANARY);
    expect(stack.gateway.output).not.toContain(TEST_KEY);
    await stack.stop();
  });

  describe.each(ROUTES)('at %s', (path) => {
    it.each([
      { title: 'no key', headers: { 'x-api-key': '' } },
      { title: 'a wrong key', headers: { 'x-api-key': 'sk-wrong' } },
      { title: 'a wrong token', headers: { 'x-api-key': '', authorization: 'Bearer sk-wrong' } },
    ])('should be refused with $title', async ({ headers }) => {
      const response = await postMessages(stack.origin, askMessage('x'), { path, headers });
      expect(response.status).toBe(401);
      expect(await readMessageError(response)).toMatchObject({
        type: 'authentication_error',
        details: { error_code: 'invalid_api_key' },
      });
    });

    it.each([
      { title: 'no JSON', body: '{"model":', message: 'The request body is not valid JSON.' },
      { title: 'no object', body: '[]', message: 'The request body must be a JSON object.' },
      {
        title: 'no messages',
        body: askMessage('x', { messages: undefined }),
        message: 'messages: Field required',
      },
      {
        title: 'a temperature beyond the range',
        body: askMessage('x', { temperature: 1.5 }),
        message: 'temperature must not be greater than 1',
      },
      {
        title: 'content of another type',
        body: askMessage('x', { messages: [{ role: 'user', content: 7 }] }),
        message: 'messages.0.content: The content must be a string or an array of blocks.',
      },
      {
        title: 'an image for a model that sees none',
        body: askMessage('x', { messages: [{ role: 'user', content: [image] }] }),
        message: "messages.0.content.0: The model 'GLM-4.5' does not take images.",
      },
    ])('should be refused with $title', async ({ body, message }) => {
      const response = await postMessages(stack.origin, body, { path });
      expect(response.status).toBe(400);
      const error = await readMessageError(response);
      expect(error).toMatchObject({ type: 'invalid_request_error', message });
    });

    it('should be refused for a thread as the SDK expects it of models without', async () => {
      const body = askMessage('x', { thread: { type: 'create' } });
      const response = await postMessages(stack.origin, body, { path });
      expect(response.status).toBe(400);
      expect(await readMessageError(response)).toMatchObject({
        type: 'invalid_request_error',
        details: { error_code: 'thread_unsupported_request', unsupported: ['thread'] },
      });
    });

    it('should not know a model', async () => {
      const body = askMessage('x', { model: 'no-model' });
      const response = await postMessages(stack.origin, body, { path });
      expect(response.status).toBe(404);
      expect(await readMessageError(response)).toMatchObject({
        type: 'not_found_error',
        message: expect.stringMatching(/^model: .*no-model/) as string,
        details: { error_code: 'model_not_found' },
      });
    });

    it('should not take a body over the limit', async () => {
      const body = askMessage('x'.repeat(1024 * 1024));
      const response = await postMessages(stack.origin, body, { path });
      expect(response.status).toBe(413);
      expect(await readMessageError(response)).toMatchObject({ type: 'request_too_large' });
    });

    it('should not take text', async () => {
      const headers = { 'content-type': 'text/plain' };
      const response = await postMessages(stack.origin, askMessage('x'), { path, headers });
      expect(response.status).toBe(415);
      expect(await readMessageError(response)).toMatchObject({ type: 'invalid_request_error' });
    });

    it('should not be read with GET', async () => {
      const headers = { 'x-api-key': TEST_KEY };
      const response = await fetch(stack.origin + path, { headers });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
      expect(await readMessageError(response)).toMatchObject({
        type: 'invalid_request_error',
        details: { error_code: 'method_not_allowed' },
      });
    });
  });

  it('should say that max_tokens is required, as Anthropic does', async () => {
    for (const value of [undefined, null]) {
      const body = askMessage('x', { max_tokens: value });
      const response = await postMessages(stack.origin, body);
      expect(response.status).toBe(400);
      const { message } = await readMessageError(response);
      expect(message).toBe('max_tokens: Field required');
    }
  });

  it('should not know paths below', async () => {
    for (const path of ['/v1/messages/batches', '/v1/messages/x/y', '/V1/Messages/nope']) {
      const response = await postMessages(stack.origin, {}, { path });
      expect(response.status).toBe(404);
      const error = await readMessageError(response);
      expect(error).toMatchObject({ type: 'not_found_error' });
    }
  });

  it('should refuse an announced length before the body comes', async () => {
    const client = await RawClient.connect(stack.origin);
    const head = [
      'POST /v1/messages HTTP/1.1',
      'host: gateway',
      `x-api-key: ${TEST_KEY}`,
      'content-type: application/json',
      `content-length: ${String(2 * 1024 * 1024)}`,
    ];
    client.write(`${head.join('\r\n')}\r\n\r\n`);
    expect(await client.receive('request_too_large')).toMatch(/^HTTP\/1\.1 413 /);
    await client.closed;
  });

  describe.each([{ stream: true }, { stream: false }])('when the upstream fails, %j', (mode) => {
    it.each([
      { title: 'refuses', status: 500, expected: 502, type: 'api_error' },
      { title: 'limits requests', status: 429, expected: 429, type: 'rate_limit_error' },
    ])('should be told that it $title', async ({ status, expected, type }) => {
      stack.simulator.enqueue(refuse(status));
      const response = await postMessages(stack.origin, askMessage('x', mode));
      expect(response.status).toBe(expected);
      const error = await readMessageError(response);
      expect(error.type).toBe(type);
      expect(JSON.stringify(error)).not.toContain(CANARY);
    });

    it('should be told of silence as a time-out', async () => {
      stack.simulator.enqueue(() => undefined);
      const response = await postMessages(stack.origin, askMessage('x', mode));
      expect(response.status).toBe(504);
      expect(await readMessageError(response)).toMatchObject({
        type: 'timeout_error',
        details: { error_code: 'upstream_timeout' },
      });
    });
  });

  it.each([
    ['reports an error', breakOff, 'api_error'],
    [
      'ends too early',
      (exchange: Parameters<typeof speak>[0]) => {
        speak(exchange);
        exchange.end();
      },
      'api_error',
    ],
    ['falls silent', speak, 'timeout_error'],
  ] as const)(
    'should end a stream that has begun with an error event when the upstream %s',
    async (_what, fault, type) => {
      stack.simulator.enqueue(async (exchange) => {
        fault(exchange);
        await exchange.closed;
      });
      const response = await postMessages(stack.origin, askMessage('x', { stream: true }));
      expect(response.status).toBe(200);
      const { message, error, isStopped, text } = await readMessageStream(response);
      expect(text).toBe('So far so good.');
      expect(error).toMatchObject({
        type: 'error',
        error: { type },
        request_id: response.headers.get('request-id'),
      });
      expect(message?.end).toBeUndefined();
      expect(isStopped).toBe(false);
      expect(JSON.stringify(error)).not.toContain(CANARY);
    },
  );

  it('should give no part of an answer as a document', async () => {
    stack.simulator.enqueue(breakOff);
    const response = await postMessages(stack.origin, askMessage('x'));
    expect(response.status).toBe(502);
    await readMessageError(response);
  });
});

describe('requests of the Messages API over a limit', () => {
  it('should be told when to come back', async () => {
    const stack = await Stack.start({ KEY_CONCURRENCY: '1' });
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const leaving = new AbortController();
    const { signal } = leaving;
    await postMessages(stack.origin, askMessage('x', { stream: true }), { signal });
    const response = await postMessages(stack.origin, askMessage('x'));
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await readMessageError(response)).toMatchObject({ type: 'rate_limit_error' });
    // Counting asks no upstream: it needs no place.
    const path = '/v1/messages/count_tokens';
    expect((await postMessages(stack.origin, askMessage('x'), { path })).status).toBe(200);
    leaving.abort();
    await stack.stop();
  });

  it('should know a full gateway by the status that Anthropic has for it', async () => {
    const stack = await Stack.start({ MAX_INFLIGHT: '1' });
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const leaving = new AbortController();
    const { signal } = leaving;
    await postMessages(stack.origin, askMessage('x', { stream: true }), { signal });
    const response = await postMessages(stack.origin, askMessage('x'));
    expect(response.status).toBe(529);
    expect(await readMessageError(response)).toMatchObject({ type: 'overloaded_error' });
    leaving.abort();
    await stack.stop();
  });

  it('should use up no more of a budget than was said, however large max_tokens is', async () => {
    await untilMinuteHasRoom();
    const stack = await Stack.start({ KEY_TPM: '40000' });
    const body = askMessage('x', { max_tokens: 32_000 });
    const statuses: number[] = [];
    while (statuses.length < 3) {
      const response = await postMessages(stack.origin, body);
      statuses.push(response.status);
      await response.text();
    }
    expect(statuses).toEqual([200, 200, 200]);
    await stack.stop();
  });
});
