import { ask, postChat } from '../../support/chat';
import { readStream } from '../../support/read-sse';
import { Stack } from '../../support/stack';
import { askInVain, CANARY, speak, streamInVain } from '../../support/faults';

const failure = { detail: CANARY, code: 500 };

/** Where the web protocol puts errors. */
const shapes: readonly (readonly [string, object])[] = [
  ['at the top', { type: 'chat:completion', data: {}, error: failure }],
  ['in the data', { type: 'chat:completion', data: { error: failure, done: true } }],
  ['two levels down', { type: 'chat:completion', data: { data: { error: failure } } }],
  ['in the inner object', { type: 'chat:completion', data: { inner: { error: failure } } }],
  ['as a string', { type: 'chat:completion', data: { error: CANARY } }],
];

describe('error events of the web protocol', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    expect(stack.gateway.output).not.toContain(CANARY);
    await stack.stop();
  });

  describe.each(shapes)('%s', (_place, event) => {
    it.each([{ stream: true }, { stream: false }])(
      'should set the status while there is no output, %j',
      async (mode) => {
        stack.simulator.enqueue((exchange) => {
          exchange.sendEvent(event);
        });
        const { status, error } = await askInVain(stack, mode);
        expect(status).toBe(502);
        expect(error).toMatchObject({ type: 'upstream_error', code: 'upstream_error' });
      },
    );

    it('should end a stream that has begun with an error event', async () => {
      stack.simulator.enqueue((exchange) => {
        speak(exchange);
        exchange.sendEvent(event);
      });
      const { text, error } = await streamInVain(stack);
      expect(text).toBe('So far so good.');
      expect(error).toMatchObject({ type: 'upstream_error', code: 'upstream_error' });
    });

    it('should give no part of an answer as a document', async () => {
      stack.simulator.enqueue((exchange) => {
        speak(exchange);
        exchange.sendEvent(event);
      });
      const { status, error } = await askInVain(stack, { stream: false });
      expect(status).toBe(502);
      expect(error.code).toBe('upstream_error');
    });
  });

  it.each([
    [426, 502, 'upstream_refused'],
    [403, 502, 'upstream_refused'],
    [429, 429, 'rate_limit_exceeded'],
    [503, 503, 'upstream_overloaded'],
    [500, 502, 'upstream_error'],
    ['FRONTEND', 502, 'upstream_error'],
  ])('should map code %s', async (given, status, code) => {
    const error = { detail: CANARY, code: given };
    stack.simulator.enqueue((exchange) => {
      exchange.send({ error, data: { error, done: true }, done: true });
      exchange.end();
    });
    const refusal = await askInVain(stack, { stream: true });
    expect(refusal.status).toBe(status);
    expect(refusal.error.code).toBe(code);
    expect(refusal.headers.get('x-should-retry')).toBe(
      code === 'upstream_refused' ? 'false' : null,
    );
  });

  it('should hide a page that hangs behind an error code', async () => {
    stack.simulator.enqueue((exchange) => {
      exchange.send({ error: { detail: `<html>${CANARY}</html>`, code: 500, stack: CANARY } });
    });
    const { error } = await askInVain(stack, { stream: false });
    expect(error.message).toBe('The upstream reported an error (code 500).');
  });

  it.each([
    ['an unknown type', `data: {"type":"chat:title","data":"${CANARY}"}\n\n`],
    ['data of wrong types', 'data: {"data":{"delta_content":5,"phase":{},"edit_index":"x"}}\n\n'],
  ])('should not be seen in %s', async (_case, bytes) => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange, 'One ');
      exchange.write(bytes);
      speak(exchange, 'two.');
      exchange.finish();
    });
    const response = await postChat(stack.origin, ask('x', { stream: true }));
    expect(await readStream(response)).toMatchObject({
      text: 'One two.',
      finishReasons: ['stop'],
      isDone: true,
    });
  });
});
