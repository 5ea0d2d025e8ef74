import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { EnvironmentVariables } from '../../../src/config/environment-variables';
import { ask } from '../../support/chat';
import { readAssignments, readProjectFile } from '../../support/deploy-files';
import { CANARY, speak } from '../../support/faults';
import { TEST_KEY } from '../../support/gateway-process';
import { describeWith } from '../../support/machine';
import { Nginx, type NginxRequest } from '../../support/nginx';
import { Stack } from '../../support/stack';

const PATH = '/v1/chat/completions';
const MEGABYTE = 1024 * 1024;

function post(body: object, headers: Readonly<Record<string, string>> = {}): NginxRequest {
  return {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TEST_KEY}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

/** Collects a body from now on; the function waits until what has come holds `text`. */
function reader(stream: NodeJS.ReadableStream): (text: string) => Promise<void> {
  let received = '';
  stream.on('data', (bytes: Buffer) => {
    received += bytes.toString();
  });
  return async (text) => {
    while (!received.includes(text)) await once(stream, 'data');
  };
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const bytes of response) text += String(bytes);
  return text;
}

async function errorOf(response: IncomingMessage): Promise<{ status?: number; error: unknown }> {
  const { error } = JSON.parse(await bodyOf(response)) as { error: unknown };
  return { status: response.statusCode ?? 0, error };
}

describe('nginx.conf', () => {
  const text = readProjectFile('deploy/nginx.conf');
  const numberOf = (pattern: RegExp): number => Number(pattern.exec(text)?.[1]);

  it('should take bodies as large as the gateway does', () => {
    const limit = numberOf(/client_max_body_size (\d+)m;/);
    expect(limit).toBe(new EnvironmentVariables().BODY_LIMIT_MB);
  });

  it('should wait longer than the gateway does', () => {
    const settings = readAssignments(readProjectFile('deploy/k8s/base/settings.env'));
    const [longest] = settings.filter(({ name }) => name === 'GENERATION_TIMEOUT_MS');
    expect(numberOf(/proxy_read_timeout (\d+)s;/) * 1_000).toBeGreaterThan(Number(longest?.value));
    expect(numberOf(/ send_timeout (\d+)s;/) * 1_000).toBeGreaterThan(
      new EnvironmentVariables().STALL_TIMEOUT_MS,
    );
  });
});

describeWith(['nginx', 'openssl'], 'nginx in front of the gateway', () => {
  let stack: Stack;
  let nginx: Nginx;

  beforeAll(async () => {
    stack = await Stack.start({ KEEP_ALIVE_INTERVAL_MS: '40' });
    nginx = await Nginx.start(stack.origin);
  });

  afterAll(async () => {
    await nginx.stop();
    await stack.stop();
  });

  it('should pass a stream on chunk by chunk', async () => {
    stack.simulator.enqueue(() => undefined);
    const arrived = stack.simulator.nextExchange();
    const answered = nginx.request(PATH, post(ask('x', { stream: true })));
    const exchange = await arrived;
    // Each word is sent only after the client has the one before.
    speak(exchange, 'One');
    const response = await answered;
    const receive = reader(response);
    await receive('"One"');
    speak(exchange, 'Two');
    await receive('"Two"');
    exchange.send({ phase: 'done', done: true });
    exchange.end();
    await receive('[DONE]');
    expect(response.headers['content-encoding']).toBeUndefined();
  });

  it('should pass a stream on chunk by chunk over HTTP/2', async () => {
    stack.simulator.enqueue(() => undefined);
    const arrived = stack.simulator.nextExchange();
    const session = nginx.http2();
    const { headers, body } = post(ask('x', { stream: true }));
    const stream = session.request({ ':method': 'POST', ':path': PATH, ...headers });
    const receive = reader(stream);
    stream.end(body);
    const exchange = await arrived;
    speak(exchange, 'One');
    await receive('"One"');
    speak(exchange, 'Two');
    await receive('"Two"');
    stream.close();
    session.close();
    await exchange.closed;
  });

  it('should pass comments on while the upstream is silent', async () => {
    stack.simulator.enqueue(() => undefined);
    const arrived = stack.simulator.nextExchange();
    const response = await nginx.request(PATH, post(ask('x', { stream: true })));
    await reader(response)(': keep-alive');
    response.destroy();
    await (
      await arrived
    ).closed;
  });

  it('should end the request to the upstream when the client leaves', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const arrived = stack.simulator.nextExchange();
    const response = await nginx.request(PATH, post(ask('x', { stream: true })));
    await reader(response)('So far');
    response.destroy();
    const exchange = await arrived;
    await exchange.closed;
    expect(exchange.isFinished).toBe(false);
  });

  it('should share one request id with the gateway', async () => {
    const own = await nginx.request('/health/live', { headers: { 'x-request-id': 'mine-1' } });
    expect(own.headers['x-request-id']).toBe('mine-1');
    const forged = await nginx.request('/health/live', { headers: { 'x-request-id': 'a b' } });
    expect(forged.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    await bodyOf(own);
    await bodyOf(forged);
  });

  it.each([
    ...['/metrics', '/metrics/', '/METRICS', '//metrics', '/%6detrics', '/v1/../metrics'],
    ...['/metrics?x=1', '/upstream/status', '/Upstream/Status/', '/upstream//status'],
  ])('should close %s to outsiders', async (path) => {
    const headers = { authorization: `Bearer ${TEST_KEY}` };
    expect(await errorOf(await nginx.request(path, { headers }))).toMatchObject({
      status: 404,
      error: { message: 'There is nothing here.', code: 'unknown_url' },
    });
  });

  it('should pass the errors of the gateway on as they are', async () => {
    stack.simulator.enqueue((exchange) => {
      exchange.answer(403, 'text/html', CANARY);
    });
    const response = await nginx.request(PATH, post(ask('x')));
    expect(await errorOf(response)).toMatchObject({
      status: 502,
      error: { code: 'upstream_refused' },
    });
  });

  it('should let large requests through', async () => {
    const large = await nginx.request(PATH, post(ask('x'.repeat(15 * MEGABYTE))));
    expect(large.statusCode).toBe(200);
    await bodyOf(large);
  });

  it('should refuse what is too large in the shape that SDKs read', async () => {
    const headers = {
      'content-type': 'application/json',
      'content-length': String(16 * MEGABYTE + 1),
    };
    const refused = await nginx.request(PATH, { method: 'POST', headers });
    expect(await errorOf(refused)).toMatchObject({
      status: 413,
      error: { message: 'The request is too large.', param: null, code: 'payload_too_large' },
    });
  });

  it('should not serve without TLS', async () => {
    expect(await errorOf(await nginx.requestPlain('/v1/models'))).toMatchObject({
      status: 403,
      error: { code: 'https_required' },
    });
  });

  it('should log requests as JSON and without keys', async () => {
    await bodyOf(await nginx.request('/v1/models?key=sk-query', post({})));
    const lines = nginx.accessLog.trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(entries).toContainEqual(
      expect.objectContaining({ path: PATH, status: 200, client: 'unix:' }),
    );
    expect(nginx.accessLog).not.toContain(TEST_KEY);
    expect(nginx.accessLog).not.toContain('sk-query');
  });

  it('should say so itself when there is no gateway', async () => {
    await stack.gateway.stop();
    const response = await nginx.request('/v1/models');
    expect(response.headers['retry-after']).toBe('2');
    expect(await errorOf(response)).toMatchObject({
      status: 503,
      error: { code: 'gateway_unreachable' },
    });
  });
});
