import { answerWith } from '../../../src/simulator/answer';
import { breakOff, speak } from '../../support/faults';
import { askMessage, postMessages } from '../../support/messages';
import { OpenApiDocument } from '../../support/openapi-document';
import { decode } from '../../support/read-sse';
import { Stack } from '../../support/stack';
import { refuse } from '../../support/upstream-answers';

type JsonObject = Readonly<Record<string, unknown>>;

const CREATE = 'createMessage';
const COUNT = 'countMessageTokens';
const PATHS: Readonly<Record<string, string>> = { [COUNT]: '/v1/messages/count_tokens' };
const tools = [{ name: 'ping', input_schema: { type: 'object' } }];
const THINK = { thinking: { type: 'adaptive' } };

/** Reads a body to its end; `onSeen` is called when `wanted` is there. */
async function readAll(response: Response, wanted: string, onSeen: () => void): Promise<string> {
  let text = '';
  let wasSeen = false;
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    if (wasSeen || !text.includes(wanted)) continue;
    wasSeen = true;
    onSeen();
  }
  return text;
}

describe('the OpenAPI document, of the Messages API', () => {
  let stack: Stack;
  let document: OpenApiDocument;

  beforeAll(async () => {
    stack = await Stack.start({
      KEEP_ALIVE_INTERVAL_MS: '40',
      // The headers of limits are there only with limits.
      KEY_RPM: '1000000',
      KEY_TPM: '1000000000',
    });
    const json = (await (await fetch(`${stack.origin}/docs-json`)).json()) as JsonObject;
    document = new OpenApiDocument(json);
  });

  afterAll(() => stack.stop());

  function post(operation: string, body: unknown, headers = {}): Promise<Response> {
    const path = PATHS[operation] ?? '/v1/messages';
    return postMessages(stack.origin, body, { path, headers });
  }

  async function problems(operation: string, response: Response): Promise<readonly string[]> {
    return document.problems(operation, response, await response.json());
  }

  it.each([CREATE, COUNT])('should give examples of %s that are answered', async (operation) => {
    const content = document.operation(operation).requestBody?.['content'] as JsonObject;
    const { examples } = content['application/json'] as JsonObject;
    const requests = Object.values(examples as Readonly<Record<string, JsonObject>>);
    expect(requests.length).toBeGreaterThan(0);
    for (const { value } of requests) {
      const response = await post(operation, value);
      expect(response.status).toBe(200);
      await response.text();
    }
  });

  it('should fit documents', async () => {
    stack.simulator.enqueue(
      answerWith({ reasoning: 'Hm.', answer: 'So.', calls: [{ name: 'ping', arguments: {} }] }),
    );
    const response = await post(CREATE, askMessage('x', { tools, ...THINK, metadata: { a: 1 } }));
    expect(response.status).toBe(200);
    expect(await problems(CREATE, response)).toEqual([]);
  });

  it('should fit counts', async () => {
    expect(await problems(COUNT, await post(COUNT, askMessage('x')))).toEqual([]);
  });

  it('should fit every event, those of silence and of failures included', async () => {
    const arrived = stack.simulator.nextExchange();
    stack.simulator.enqueue((exchange) => {
      exchange.reason('Hm.');
    });
    const whole = await post(CREATE, askMessage('x', { stream: true, tools, ...THINK }));
    const exchange = await arrived;
    const wholeText = await readAll(whole, 'event: ping', () => {
      exchange.say('So it is.');
      exchange.callTool({ name: 'ping', arguments: {} });
      exchange.finish();
    });
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      breakOff(exchange);
    });
    const broken = await post(CREATE, askMessage('x', { stream: true }));
    const types = new Set<unknown>();
    for (const [response, text] of [
      [whole, wholeText],
      [broken, await broken.text()],
    ] as const) {
      for (const { data } of decode(Buffer.from(text))) {
        const event = JSON.parse(data) as JsonObject;
        types.add(event['type']);
        expect(document.problems(CREATE, response, event)).toEqual([]);
      }
    }
    expect([...types].sort()).toEqual([
      'content_block_delta',
      'content_block_start',
      'content_block_stop',
      'error',
      'message_delta',
      'message_start',
      'message_stop',
      'ping',
    ]);
  });

  it.each([
    { status: 400, title: 'no message', body: askMessage('x', { messages: [] }), headers: {} },
    { status: 400, title: 'no JSON', body: '{', headers: {} },
    { status: 400, title: 'a thread', body: askMessage('x', { thread: {} }), headers: {} },
    { status: 401, title: 'no key', body: askMessage('x'), headers: { 'x-api-key': 'no' } },
    { status: 404, title: 'no model', body: askMessage('x', { model: 'no' }), headers: {} },
    { status: 415, title: 'text', body: 'Hi!', headers: { 'content-type': 'text/plain' } },
  ])('should fit $status for $title', async ({ status, body, headers }) => {
    for (const operation of [CREATE, COUNT]) {
      const response = await post(operation, body, headers);
      expect(response.status).toBe(status);
      expect(await problems(operation, response)).toEqual([]);
    }
  });

  it.each([400, 429, 500, 503, 504])('should fit what becomes of an upstream %d', async (code) => {
    stack.simulator.enqueue(refuse(code));
    const response = await post(CREATE, askMessage('x'));
    expect(response.status).toBeGreaterThanOrEqual(429);
    expect(await problems(CREATE, response)).toEqual([]);
  });
});
