import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { CANARY, speak } from '../support/faults';
import { chatRequest, RawClient } from '../support/raw-client';
import { readStream } from '../support/read-sse';
import type { SimulatedExchange } from '../../src/simulator/simulated-exchange';

const COMMENT = ': keep-alive\n\n';

describe('keep-alive comments', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ KEEP_ALIVE_INTERVAL_MS: '40' });
  });

  afterAll(async () => {
    await stack.stop();
  });

  /** Opens a stream to which the upstream has said nothing yet, and waits for comments. */
  const waitInSilence = async (): Promise<[RawClient, SimulatedExchange]> => {
    stack.simulator.enqueue(() => undefined);
    const arrived = stack.simulator.nextExchange();
    const client = await RawClient.connect(stack.origin);
    client.write(chatRequest(ask('x', { stream: true }), { connection: 'close' }));
    await client.receive(COMMENT);
    return [client, await arrived];
  };

  it('should flow before the first byte of the upstream, with the headers', async () => {
    const [client] = await waitInSilence();
    const head = client.received.toString();
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(head).toMatch(/\r\ncontent-type: text\/event-stream; charset=utf-8\r\n/i);
    expect(head).not.toContain('data:');
    client.destroy();
  });

  it('should flow in every later silence', async () => {
    const [client, exchange] = await waitInSilence();
    speak(exchange, 'One');
    await client.receive('"One"');
    const length = client.receivedLength;
    while (!client.received.subarray(length).includes(COMMENT)) await client.receiveMore();
    exchange.finish();
    await client.receive('[DONE]');
    await client.closed;
  });

  it('should be followed by an error event when the upstream fails', async () => {
    const [client, exchange] = await waitInSilence();
    exchange.answer(403, 'text/html', CANARY);
    const text = await client.receive('"error"');
    await client.closed;
    const events = client.received
      .toString()
      .split('\n')
      .filter((line) => line.startsWith('data:'));
    expect(events).toHaveLength(1);
    expect(JSON.parse(events[0]?.slice(5) ?? '')).toMatchObject({
      error: { type: 'upstream_error', code: 'upstream_refused', param: null },
    });
    expect(text).not.toContain(CANARY);
  });

  it('should not disturb what clients read', async () => {
    const [other] = await waitInSilence();
    let finish = (): void => undefined;
    stack.simulator.enqueue((exchange) => {
      finish = () => {
        speak(exchange, 'Well rested.');
        exchange.finish();
      };
    });
    // The headers come with the first comment: this response is in the middle of its silence.
    const response = await postChat(stack.origin, ask('x', { stream: true }));
    finish();
    const stream = await readStream(response);
    expect(stream).toMatchObject({ text: 'Well rested.', finishReasons: ['stop'], isDone: true });
    other.destroy();
  });

  it('should not get into a document', async () => {
    const arrived = stack.simulator.nextExchange();
    stack.simulator.enqueue(() => undefined);
    const answer = postChat(stack.origin, ask('x'));
    const exchange = await arrived;
    // A stream that begins later gets its comments: so much time has passed.
    const [client] = await waitInSilence();
    speak(exchange, 'One.');
    exchange.finish();
    expect(await (await answer).json()).toMatchObject({
      choices: [{ message: { content: 'One.' } }],
    });
    client.destroy();
  });
});
