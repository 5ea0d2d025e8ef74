import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { type Reply, SimulatorServer } from '../../../src/simulator/simulator-server';
import { replay, answerWith } from '../../../src/simulator/answer';
import { ask, postChat } from '../../support/chat';
import { GatewayProcess, TEST_KEY } from '../../support/gateway-process';
import { OpenApiDocument } from '../../support/openapi-document';
import { decode } from '../../support/read-sse';
import { askForResponse, readResponseEvents } from '../../support/responses';
import { webFixture } from '../../support/web-fixtures';

type JsonObject = Readonly<Record<string, unknown>>;
type HeaderValues = Readonly<Record<string, string>>;

const CHAT = 'createChatCompletion';
const authorization = `Bearer ${TEST_KEY}`;

describe('the OpenAPI document', () => {
  const simulator = new SimulatorServer(answerWith({ answer: 'Hello!' }));
  const folder = mkdtempSync(join(tmpdir(), 'models-'));
  let gateway: GatewayProcess;
  let json: JsonObject;
  let document: OpenApiDocument;

  beforeAll(async () => {
    const models = join(folder, 'models.json');
    writeFileSync(models, JSON.stringify([{ id: 'team/GLM', upstream_id: 'glm' }]));
    await simulator.start();
    gateway = await GatewayProcess.start({
      API_ENDPOINT: simulator.chatUrl,
      MODELS_FILE: models,
      MODEL_ALIASES: 'mine=GLM-4.5,claude-*=GLM-4.5',
      // The headers of limits are there only with limits.
      KEY_RPM: '1000000',
      KEY_TPM: '1000000000',
    });
    json = (await (await fetch(`${gateway.origin}/docs-json`)).json()) as JsonObject;
    document = new OpenApiDocument(json);
  });

  afterAll(async () => {
    await gateway.stop();
    await simulator.stop();
    rmSync(folder, { recursive: true });
  });

  function get(path: string, headers: HeaderValues = { authorization }): Promise<Response> {
    return fetch(gateway.origin + path, { headers });
  }

  function chat(body: unknown, headers: HeaderValues = {}): Promise<Response> {
    return postChat(gateway.origin, body, { headers });
  }

  async function problems(operationId: string, response: Response): Promise<readonly string[]> {
    return document.problems(operationId, response, await response.json());
  }

  describe('as it is served', () => {
    it('should be a page with everything that the page loads', async () => {
      const page = await get('/docs', {});
      const html = await page.text();
      expect(page.status).toBe(200);
      expect(html).toContain('<title>GLM Gateway</title>');
      const links = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
      expect(links.length).toBeGreaterThan(3);
      for (const link of links) {
        // A page that loads from elsewhere shows nothing where there is no internet.
        expect(link).toMatch(/^\.\/docs\//);
        expect((await get(link.slice(1), {})).status).toBe(200);
      }
    });

    it('should be the one in the repository', () => {
      const written = readFileSync(
        join(__dirname, '..', '..', '..', 'docs', 'openapi.json'),
        'utf8',
      );
      expect(json).toEqual(JSON.parse(written));
    });

    it('should be the same as YAML', async () => {
      const response = await get('/docs-yaml', {});
      expect(response.status).toBe(200);
      expect(load(await response.text())).toEqual(json);
    });
  });

  describe('as a source of clients', () => {
    it('should name each operation once', () => {
      const names = document.operations.map(({ operationId }) => operationId);
      expect(names).toEqual(expect.arrayContaining([CHAT, 'listModels', 'retrieveModel']));
      expect(new Set(names).size).toBe(names.length);
    });

    it('should ask for a key just where the service does', async () => {
      for (const { method, path, security, operationId } of document.operations) {
        const response = await fetch(gateway.origin + path.replace('{id}', 'GLM-4.5'), { method });
        expect({ operationId, asks: response.status === 401 }).toEqual({
          operationId,
          asks: security.length > 0,
        });
      }
    });

    it('should give examples of requests that the service answers', async () => {
      const content = document.operation(CHAT).requestBody?.['content'] as JsonObject;
      const { examples } = content['application/json'] as JsonObject;
      const requests = Object.values(examples as Readonly<Record<string, JsonObject>>);
      expect(requests.length).toBeGreaterThan(0);
      for (const { value } of requests) expect((await chat(value)).status).toBe(200);
    });

    it('should reach a model whose name has a slash', async () => {
      for (const id of ['team/GLM', encodeURIComponent('team/GLM')]) {
        const response = await get(`/v1/models/${id}`);
        expect(await response.json()).toMatchObject({ id: 'team/GLM' });
      }
    });
  });

  describe('as a description of answers', () => {
    it.each([
      { operationId: 'getAbout', path: '/' },
      { operationId: 'getLiveness', path: '/health/live' },
      { operationId: 'getReadiness', path: '/health/ready' },
      { operationId: 'listModels', path: '/v1/models' },
      { operationId: 'retrieveModel', path: '/v1/models/GLM-4.5' },
      { operationId: 'identifyKey', path: '/auth/whoami' },
      { operationId: 'getUpstreamStatus', path: '/upstream/status' },
    ])('should fit $operationId', async ({ operationId, path }) => {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(await problems(operationId, response)).toEqual([]);
    });

    it.each(['', '/GLM-4.5', '/mine', '/claude-opus'])(
      "should fit models in both dialects' forms: %s",
      async (path) => {
        for (const headers of [{}, { 'anthropic-version': '2023-06-01' }]) {
          const response = await get(`/v1/models${path}`, { authorization, ...headers });
          const operationId = path === '' ? 'listModels' : 'retrieveModel';
          expect(await problems(operationId, response)).toEqual([]);
        }
      },
    );

    it('should fit the status of an upstream after a success and after a failure', async () => {
      await chat(ask('x'));
      expect(await problems('getUpstreamStatus', await get('/upstream/status'))).toEqual([]);
      simulator.enqueue((exchange) => {
        exchange.reset();
      });
      await chat(ask('x'));
      expect(await problems('getUpstreamStatus', await get('/upstream/status'))).toEqual([]);
    });

    const answers = ['01', '02', '05', '11', '12', '50', '60'].map((prefix) => webFixture(prefix));

    it.each(answers)('should fit the completion of $name', async ({ bytes }) => {
      simulator.enqueue(replay(bytes));
      const response = await chat(ask('x', { seed: 1 }));
      expect(response.status).toBe(200);
      expect(await problems(CHAT, response)).toEqual([]);
    });

    it.each(answers)('should fit each chunk of $name', async ({ bytes }) => {
      simulator.enqueue(replay(bytes));
      const options = { stream: true, stream_options: { include_usage: true } };
      const response = await chat(ask('x', options));
      const events = await readEvents(response);
      expect(response.status).toBe(200);
      expect(events.at(-1)).toBe('[DONE]');
      const chunks = events.slice(0, -1).map((data) => JSON.parse(data) as unknown);
      expect(chunks.length).toBeGreaterThan(3);
      for (const chunk of chunks) expect(document.problems(CHAT, response, chunk)).toEqual([]);
    });

    it.each(answers)('should fit the response of $name, kept and streamed', async ({ bytes }) => {
      simulator.enqueue(replay(bytes));
      const response = await askForResponse(gateway.origin);
      const body = (await response.json()) as { readonly id: string };
      expect(document.problems('createResponse', response, body)).toEqual([]);
      const kept = await get(`/v1/responses/${body.id}`);
      expect(await problems('retrieveResponse', kept)).toEqual([]);
      const items = await get(`/v1/responses/${body.id}/input_items`);
      expect(await problems('listInputItems', items)).toEqual([]);
      simulator.enqueue(replay(bytes));
      const stream = await askForResponse(gateway.origin, { stream: true });
      for (const event of await readResponseEvents(stream)) {
        expect(document.problems('createResponse', stream, event)).toEqual([]);
      }
    });

    it('should fit the error inside a stream', async () => {
      simulator.enqueue(replay(webFixture('42').bytes));
      const response = await chat(ask('x', { stream: true }));
      const events = await readEvents(response);
      const last: unknown = JSON.parse(events.at(-1) ?? '');
      expect(last).toHaveProperty('error');
      expect(document.problems(CHAT, response, last)).toEqual([]);
    });
  });

  describe('as a description of errors', () => {
    it.each([
      { status: 400, title: 'no message', body: ask('x', { messages: [] }), headers: {} },
      { status: 400, title: 'no JSON', body: '{', headers: {} },
      { status: 401, title: 'no key', body: ask('x'), headers: { authorization: 'Bearer no' } },
      { status: 404, title: 'no model', body: ask('x', { model: 'no' }), headers: {} },
      { status: 415, title: 'text', body: 'Hello!', headers: { 'content-type': 'text/plain' } },
    ])('should fit $status for $title', async ({ status, body, headers }) => {
      const response = await chat(body, headers);
      expect(response.status).toBe(status);
      expect(await problems(CHAT, response)).toEqual([]);
    });

    it.each([400, 429, 500, 503, 504])(
      'should fit what becomes of an upstream %d',
      async (code) => {
        simulator.enqueue(refuseWith(code));
        const response = await chat(ask('x'));
        expect(response.status).toBeGreaterThanOrEqual(429);
        expect(await problems(CHAT, response)).toEqual([]);
      },
    );

    it('should fit a malformed and an unknown model name', async () => {
      for (const [path, status] of [
        ['/v1/models/%zz', 400] as const,
        ['/v1/models/no', 404] as const,
      ]) {
        const response = await get(path);
        expect(response.status).toBe(status);
        expect(await problems('retrieveModel', response)).toEqual([]);
      }
    });
  });
});

async function readEvents(response: Response): Promise<readonly string[]> {
  return decode(new Uint8Array(await response.arrayBuffer())).map(({ data }) => data);
}

function refuseWith(status: number): Reply {
  return (exchange) => {
    exchange.answer(status, 'application/json', '{"detail":"no"}');
  };
}
