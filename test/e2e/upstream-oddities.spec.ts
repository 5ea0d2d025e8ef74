import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { CANARY, speak } from '../support/faults';
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
    ['an unknown field of the protocol', `x-note: ${CANARY}\n\n`],
    ['a comment', `: ${CANARY}\n\n`],
    ['an event right below the limit', `data: {"pad":"${'x'.repeat(15_000)}"}\n\n`],
  ])('should skip %s', async (_case, bytes) => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange, 'One ');
      exchange.write(bytes);
      speak(exchange, 'two.');
      exchange.finish();
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
      exchange.report(usage);
      exchange.finish();
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
      exchange.report({ prompt_tokens: 7, completion_tokens: 4, total_tokens: 11 });
      exchange.finish();
    });
    const response = await postChat(stack.origin, ask('x'));
    const { usage } = (await response.json()) as { readonly usage: unknown };
    expect(usage).toEqual({ prompt_tokens: 7, completion_tokens: 4, total_tokens: 11 });
  });
});
