import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { TEST_KEY } from '../support/gateway-process';
import { readError } from '../support/read-error';
import { upstreamUnderTest } from '../support/upstream-under-test';

const KEY = { authorization: `Bearer ${TEST_KEY}` };

describe('the HTTP interface', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    await stack.stop();
  });

  const call = (path: string, request: RequestInit = {}): Promise<Response> =>
    fetch(stack.origin + path, request);

  it('should name itself to anybody', async () => {
    const response = await call('/');
    expect(response.status).toBe(200);
    const about = (await response.json()) as Readonly<Record<string, unknown>>;
    expect(about).toMatchObject({
      name: 'glm-gateway',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('x-powered-by')).toBeNull();
  });

  it('should link only what there is', async () => {
    const { links } = (await (await call('/')).json()) as { links: Record<string, string> };
    for (const link of Object.values(links)) expect((await call(link)).status).not.toBe(404);
    expect(links).toMatchObject({ responses: '/v1/responses', messages: '/v1/messages' });
  });

  it('should give a sign of life without a body', async () => {
    const response = await call('/', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it.each([
    ['/health/live', { status: 'ok' }],
    [
      '/health/ready',
      { status: 'ok', checks: { configuration: 'up', accepting: 'up', capacity: 'up' } },
    ],
  ])('should be well at %s', async (path, expected) => {
    const response = await call(path);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(expected);
  });

  it('should have a document for programs and one for people', async () => {
    const document = (await (await call('/docs-json')).json()) as { readonly paths: object };
    expect(Object.keys(document.paths)).toContain('/v1/chat/completions');
    const page = await call('/docs');
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  });

  it('should tell a key how it is called', async () => {
    const response = await call('/auth/whoami', { headers: KEY });
    expect(await response.json()).toEqual({
      object: 'api_key',
      key_id: expect.stringMatching(/^key_[0-9a-f]{12}$/) as string,
    });
  });

  it('should tell how the upstream did lately', async () => {
    const status = async (): Promise<unknown> => {
      const response = await call('/upstream/status', { headers: KEY });
      return ((await response.json()) as { readonly upstreams: readonly unknown[] }).upstreams[0];
    };
    expect(await status()).toMatchObject({
      protocol: upstreamUnderTest.dialect === 'web' ? 'web' : 'openai',
      endpoint: stack.simulator.origin,
      queued: 0,
      last_success_at: null,
      last_failure_at: null,
      last_failure_code: null,
      failures_in_a_row: 0,
    });
    for (const code of [500, 503]) {
      stack.simulator.enqueue((exchange) => {
        exchange.answer(code, 'text/plain', '');
      });
      await (await postChat(stack.origin, ask('x'))).text();
    }
    expect(await status()).toMatchObject({
      last_failure_at: expect.any(Number) as number,
      last_failure_code: 'upstream_overloaded',
      failures_in_a_row: 2,
    });
    await (await postChat(stack.origin, ask('x'))).text();
    expect(await status()).toMatchObject({
      last_success_at: expect.any(Number) as number,
      last_failure_code: 'upstream_overloaded',
      failures_in_a_row: 0,
    });
  });

  it('should keep proxies from holding a stream back', async () => {
    const response = await postChat(stack.origin, ask('x', { stream: true }), {
      headers: { 'accept-encoding': 'gzip, br' },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    await response.text();
  });

  it.each([
    [{ presence_penalty: 0, logit_bias: {}, metadata: null, stop: 'x' }, null],
    [{ presence_penalty: 1, 'x\r\nset-cookie': 'a=b' }, 'presence_penalty'],
  ])('should tell what it ignored of %j', async (fields, expected) => {
    const response = await postChat(stack.origin, ask('x', fields));
    expect(response.status).toBe(200);
    expect(response.headers.get('x-ignored-parameters')).toBe(expected);
    expect(response.headers.get('set-cookie')).toBeNull();
    await response.text();
  });
});

describe('calls from browsers', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    await stack.stop();
  });

  const origin = 'https://app.example.org';

  it('should be allowed by the preflight', async () => {
    const response = await fetch(`${stack.origin}/v1/chat/completions`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-stainless-lang',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
    const allowed = response.headers.get('access-control-allow-headers');
    expect(allowed).toBe('authorization,content-type,x-stainless-lang');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('should be able to read answers and errors', async () => {
    const ok = await postChat(stack.origin, ask('x', { stream: true }), { headers: { origin } });
    const refused = await fetch(`${stack.origin}/v1/models`, { headers: { origin } });
    const unknown = await fetch(`${stack.origin}/nope`, { headers: { origin } });
    const invalid = await postChat(stack.origin, 'x', { headers: { origin } });
    expect([ok, refused, unknown, invalid].map(({ status }) => status)).toEqual([
      200, 401, 404, 400,
    ]);
    for (const response of [ok, refused, unknown, invalid]) {
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('access-control-expose-headers')).toContain('x-request-id');
      await response.text();
    }
  });
});

describe('calls from browsers with a list of origins', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ CORS_ORIGINS: 'https://one.example, https://two.example' });
  });

  afterAll(async () => {
    await stack.stop();
  });

  it.each([
    ['https://one.example', 'https://one.example'],
    ['https://two.example', 'https://two.example'],
    ['https://evil.example', null],
    ['https://one.example.evil.example', null],
    ['null', null],
  ])('should answer %s with the origin %j', async (origin, expected) => {
    for (const method of ['GET', 'OPTIONS']) {
      const headers = { origin, 'access-control-request-method': 'GET' };
      const response = await fetch(`${stack.origin}/v1/models`, { method, headers });
      expect(response.headers.get('access-control-allow-origin')).toBe(expected);
      expect(response.headers.get('vary')).toMatch(/origin/i);
      await response.text();
    }
  });

  it('should keep the shape of errors', async () => {
    await readError(await fetch(`${stack.origin}/nope`, { headers: { origin: 'https://x.org' } }));
  });
});
