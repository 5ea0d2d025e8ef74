import type { SimulatedExchange } from '../../src/simulator/simulated-exchange';
import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { chatRequest, RawClient } from '../support/raw-client';
import { readStream } from '../support/read-sse';

const MEBIBYTE = 1024 * 1024;
/** Characters of an answer near the largest that the gateway takes. */
const ANSWER_LENGTH = 12 * MEBIBYTE;
/** A character that takes six bytes in JSON, so that an answer of allowed length fills all buffers. */
const EVENT_TEXT = '\u0001'.repeat(8 * 1024);

/** An upstream that sends as fast as the gateway takes it, and counts. */
class Flood {
  /** Characters that went out. */
  sent = 0;

  readonly reply = async (exchange: SimulatedExchange): Promise<void> => {
    while (this.sent < ANSWER_LENGTH && !exchange.isClosed) {
      const isTaken = exchange.say(EVENT_TEXT);
      this.sent += EVENT_TEXT.length;
      if (!isTaken) await Promise.race([exchange.drained(), exchange.closed]);
    }
    exchange.finish();
  };
}

describe('a client that reads slowly', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start();
  });

  afterAll(async () => {
    await stack.stop();
  });

  const serveOthers = async (): Promise<void> => {
    for (let count = 0; count < 20; count += 1) {
      const response = await postChat(stack.origin, ask('x', { stream: true }));
      expect((await readStream(response)).text).toBe('Hello there.');
    }
  };

  it('should slow the upstream down, not fill the memory, and lose nothing', async () => {
    await serveOthers();
    const before = stack.gateway.residentMemory;
    const flood = new Flood();
    stack.simulator.enqueue(flood.reply);
    // Nobody reads the body yet; meanwhile other clients are served well.
    const response = await postChat(stack.origin, ask('x', { stream: true }));
    await serveOthers();
    expect(flood.sent).toBeLessThan(ANSWER_LENGTH / 2);
    expect(stack.gateway.residentMemory - before).toBeLessThan(48 * MEBIBYTE);

    const { text, isDone } = await readStream(response);
    expect(text.length).toBe(ANSWER_LENGTH);
    expect(isDone).toBe(true);
  });
});

describe('a client that has stopped reading', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ STALL_TIMEOUT_MS: '700', DEBUG_LOGGING: 'true' });
  });

  afterAll(async () => {
    await stack.stop();
  });

  const connect = async (fields: object): Promise<RawClient> => {
    const client = await RawClient.connect(stack.origin);
    client.pause();
    client.write(chatRequest(ask('x', fields)));
    return client;
  };

  it('should be cut off, and the upstream with it', async () => {
    const flood = new Flood();
    stack.simulator.enqueue(flood.reply);
    const arrived = stack.simulator.nextExchange();
    const client = await connect({ stream: true });
    await (
      await arrived
    ).closed;
    expect(flood.sent).toBeLessThan(ANSWER_LENGTH / 2);
    await stack.gateway.outputMatching(/"outcome":"stalled"/);
    client.resume();
    await client.closed;
    expect(client.received.includes('[DONE]')).toBe(false);
  });

  it('should be cut off when it leaves a large document unread', async () => {
    stack.simulator.enqueue(new Flood().reply);
    const client = await connect({});
    await stack.gateway.outputMatching(/"outcome":"stalled".*"finish_reason":"stop"/);
    client.resume();
    await client.closed;
    expect(client.receivedLength).toBeLessThan(ANSWER_LENGTH);
  });
});
