import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { askInVain, CANARY, speak } from '../support/faults';
import { readStream } from '../support/read-sse';

describe('an upstream that says odd things', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ UPSTREAM_EVENT_LIMIT_KB: '16' });
  });

  afterAll(async () => {
    await stack.stop();
  });

  const stream = async (): Promise<Awaited<ReturnType<typeof readStream>>> =>
    readStream(
      await postChat(
        stack.origin,
        ask('x', { stream: true, stream_options: { include_usage: true } }),
      ),
    );

  it.each([
    ['invalid JSON', `data: {"type": ${CANARY}\n\n`],
    ['JSON that is no object', 'data: 5\n\ndata: null\n\ndata: []\n\ndata: "x"\n\n'],
    ['an unknown type', `data: {"type":"chat:title","data":"${CANARY}"}\n\n`],
    ['an unknown field of the protocol', `x-note: ${CANARY}\n\n`],
    ['a comment', `: ${CANARY}\n\n`],
    ['data of wrong types', 'data: {"data":{"delta_content":5,"phase":{},"edit_index":"x"}}\n\n'],
    ['an event right below the limit', `data: {"pad":"${'x'.repeat(15_000)}"}\n\n`],
  ])('should skip %s', async (_case, bytes) => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange, 'One ');
      exchange.write(bytes);
      speak(exchange, 'two.');
      exchange.send({ phase: 'done', done: true });
      exchange.end();
    });
    const { text, finishReasons, isDone } = await stream();
    expect(text).toBe('One two.');
    expect(finishReasons).toEqual(['stop']);
    expect(isDone).toBe(true);
  });

  it.each([
    { prompt_tokens: -5, completion_tokens: 3, total_tokens: -2 },
    { prompt_tokens: 5, completion_tokens: 1e15, total_tokens: 1e15 },
    { prompt_tokens: '5', completion_tokens: '3', total_tokens: '8' },
    { prompt_tokens: 1.5, completion_tokens: 3, total_tokens: 4.5 },
    { prompt_tokens: null, completion_tokens: null },
    {},
  ])('should estimate the usage instead of passing on %j', async (usage) => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange, 'Twelve bytes');
      exchange.send({ phase: 'other', usage });
      exchange.send({ phase: 'done', done: true });
      exchange.end();
    });
    const { chunks } = await stream();
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8, estimated: true },
    });
  });

  it('should pass on a usage that makes sense', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.send({
        phase: 'other',
        usage: { prompt_tokens: 7, completion_tokens: 4, total_tokens: 11 },
      });
      exchange.send({ phase: 'done', done: true });
      exchange.end();
    });
    const response = await postChat(stack.origin, ask('x'));
    const { usage } = (await response.json()) as { readonly usage: unknown };
    expect(usage).toEqual({ prompt_tokens: 7, completion_tokens: 4, total_tokens: 11 });
  });

  it.each([
    [426, 502, 'upstream_refused'],
    [403, 502, 'upstream_refused'],
    [429, 429, 'rate_limit_exceeded'],
    [503, 503, 'upstream_overloaded'],
    [500, 502, 'upstream_error'],
    ['FRONTEND', 502, 'upstream_error'],
  ])('should map code %s of an error event', async (given, status, code) => {
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
});
